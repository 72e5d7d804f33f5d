using System.Globalization;
using Speckit.JsonSchema.Evaluation;

namespace Speckit.JsonSchema.Keywords;

internal sealed class AnyOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword("anyOf")
{
    public override bool Evaluate(Frame frame)
    {
        var path = frame.Path.Then(Name);
        var branches = new List<List<Failure>>();
        var valid = false;
        for (var i = 0; i < schemas.Count; i++)
        {
            var failures = frame.Failures is null || valid ? null : new List<Failure>();
            if (frame.ApplyHere(schemas[i], path.Then(i.ToString(CultureInfo.InvariantCulture)), failures))
            {
                valid = true;
                if (frame.Evaluated is null)
                {
                    return true;
                }
            }
            else if (failures is not null)
            {
                branches.Add(failures);
            }
        }

        if (!valid)
        {
            NearestBranch.Tell(frame, Name, branches);
        }

        return valid;
    }
}
