using System.Globalization;
using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

internal sealed class OneOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword("oneOf")
{
    public override bool Evaluate(Frame frame)
    {
        var path = frame.Path.Then(Name);
        var branches = new List<List<Failure>>();
        var matches = new List<string>();
        for (var i = 0; i < schemas.Count; i++)
        {
            var index = i.ToString(CultureInfo.InvariantCulture);
            var failures = frame.Failures is null ? null : new List<Failure>();
            if (frame.ApplyHere(schemas[i], path.Then(index), failures))
            {
                matches.Add(index);
            }
            else if (failures is not null)
            {
                branches.Add(failures);
            }
        }

        if (matches.Count == 1)
        {
            return true;
        }

        if (matches.Count == 0)
        {
            NearestBranch.Tell(frame, Name, branches);
            return false;
        }

        return frame.Fail(
            Name,
            $"expected exactly one of {Describe.Count(schemas.Count, "form", "forms")}, but {string.Join(" and ", matches)} fit"
        );
    }
}
