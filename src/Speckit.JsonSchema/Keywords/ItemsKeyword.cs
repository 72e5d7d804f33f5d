using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Keywords;

/// <summary>The items after the first so many: <c>items</c>, and draft-07's <c>additionalItems</c>.</summary>
internal sealed class ItemsKeyword(string name, SchemaNode schema, int skipped) : Keyword(name)
{
    public override bool Evaluate(Frame frame)
    {
        var path = frame.Path.Then(Name);
        var valid = true;
        foreach (var item in frame.Instance.Items.Skip(skipped))
        {
            valid &= schema.Constant == false ? TooMany(frame, item) : frame.ApplyBelow(schema, item, path);
        }

        return valid;
    }

    private bool TooMany(Frame frame, JsonValue item) =>
        frame.Fail(
            item,
            Name,
            skipped == 0
                ? $"no items are allowed here, found {Describe.Value(item)}"
                : $"no more than {Describe.Count(skipped, "item is", "items are")} allowed here, found {Describe.Value(item)}"
        );
}
