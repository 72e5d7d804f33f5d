using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c> and <c>exclusiveMaximum</c>.</summary>
internal sealed class LimitKeyword(string name, JsonValue limit) : Keyword(name)
{
    public override bool Evaluate(Frame frame)
    {
        if (!frame.Instance.IsNumber)
        {
            return true;
        }

        var order = frame.Instance.Number.CompareTo(limit.Number);
        var (passes, words) = Name switch
        {
            "minimum" => (order >= 0, "at least"),
            "maximum" => (order <= 0, "at most"),
            "exclusiveMinimum" => (order > 0, "more than"),
            _ => (order < 0, "less than"),
        };
        return passes
            || frame.Fail(Name, $"expected {words} {Describe.Value(limit)}, found {Describe.Value(frame.Instance)}");
    }
}
