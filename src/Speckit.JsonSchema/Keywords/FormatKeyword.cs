using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Formats;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

internal sealed class FormatKeyword(Format format) : Keyword("format")
{
    public override bool Evaluate(Frame frame) =>
        !frame.Instance.IsString
        || format.IsValid(frame.Instance.Text)
        || frame.Fail(Name, $"expected {format.Expected}, found {Describe.Value(frame.Instance)}");
}
