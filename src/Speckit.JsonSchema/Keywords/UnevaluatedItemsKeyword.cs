using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

internal sealed class UnevaluatedItemsKeyword(SchemaNode schema) : Keyword("unevaluatedItems")
{
    public override bool ComesLast => true;

    public override bool Evaluate(Frame frame)
    {
        var valid = true;
        foreach (var item in frame.Instance.Items)
        {
            if (frame.Evaluated?.Contains(item) == true)
            {
                continue;
            }

            valid &=
                schema.Constant == false
                    ? frame.Fail(item, Name, $"no further items are allowed here, found {Describe.Value(item)}")
                    : frame.ApplyBelow(schema, item, frame.Path.Then(Name));
        }

        if (frame.Instance.IsArray)
        {
            frame.Evaluated?.AddAll();
        }

        return valid;
    }
}
