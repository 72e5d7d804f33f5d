using System.Globalization;
using Speckit.JsonSchema.Evaluation;

namespace Speckit.JsonSchema.Keywords;

/// <summary><c>prefixItems</c>, and the list form of draft-07's <c>items</c>.</summary>
internal sealed class PrefixItemsKeyword(string name, IReadOnlyList<SchemaNode> schemas) : Keyword(name)
{
    public override bool Evaluate(Frame frame)
    {
        var path = frame.Path.Then(Name);
        var valid = true;
        for (var i = 0; i < Math.Min(schemas.Count, frame.Instance.Items.Count); i++)
        {
            var index = i.ToString(CultureInfo.InvariantCulture);
            valid &= frame.ApplyBelow(schemas[i], frame.Instance.Items[i], path.Then(index));
        }

        return valid;
    }
}
