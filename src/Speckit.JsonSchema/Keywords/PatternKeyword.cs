using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Patterns;
using Speckit.JsonSchema.Text;

namespace Speckit.JsonSchema.Keywords;

internal sealed class PatternKeyword(EcmaPattern pattern) : Keyword("pattern")
{
    /// <summary>Why an evaluation stops whose pattern takes too long.</summary>
    public static string TooSlow(EcmaPattern pattern) =>
        $"the pattern {Describe.Quote(pattern.Source)} took too long on this value; make it simpler";

    public override bool Evaluate(Frame frame) =>
        !frame.Instance.IsString
        || pattern.IsMatch(frame.Instance.Text) switch
        {
            true => true,
            false => frame.Fail(
                Name,
                $"expected text that matches {Describe.Quote(pattern.Source)}, found {Describe.Value(frame.Instance)}"
            ),
            null => frame.Stop(Name, TooSlow(pattern)),
        };
}
