using System.Globalization;
using Speckit.JsonSchema.Evaluation;

namespace Speckit.JsonSchema.Keywords;

internal sealed class AllOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword("allOf")
{
    public override bool Evaluate(Frame frame)
    {
        var path = frame.Path.Then(Name);
        var valid = true;
        for (var i = 0; i < schemas.Count && (valid || frame.Failures is not null); i++)
        {
            valid &= frame.ApplyHere(schemas[i], path.Then(i.ToString(CultureInfo.InvariantCulture)), frame.Failures);
        }

        return valid;
    }
}
