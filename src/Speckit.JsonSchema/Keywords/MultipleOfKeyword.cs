using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Keywords;

internal sealed class MultipleOfKeyword(JsonValue divisor) : Keyword("multipleOf")
{
    public override bool Evaluate(Frame frame) =>
        !frame.Instance.IsNumber
        || frame.Instance.Number.IsMultipleOf(divisor.Number)
        || frame.Fail(
            Name,
            $"expected a multiple of {Describe.Value(divisor)}, found {Describe.Value(frame.Instance)}"
        );
}
