using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Keywords;

internal sealed class UniqueItemsKeyword() : Keyword("uniqueItems")
{
    public override bool Evaluate(Frame frame)
    {
        var first = new Dictionary<JsonValue, JsonValue>(JsonEquality.Instance);
        foreach (var item in frame.Instance.Items)
        {
            if (!first.TryAdd(item, item))
            {
                return frame.Fail(
                    item,
                    Name,
                    $"expected items that differ, found {Describe.Value(item)} at {first[item].Name} and at {item.Name}"
                );
            }
        }

        return true;
    }
}
