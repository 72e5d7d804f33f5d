using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Keywords;

/// <summary><c>enum</c>, and <c>const</c> as an enumeration of one.</summary>
internal sealed class EnumKeyword(string name, IReadOnlyList<JsonValue> choices) : Keyword(name)
{
    private readonly HashSet<JsonValue> _choices = new(choices, JsonEquality.Instance);

    public override bool Evaluate(Frame frame)
    {
        if (_choices.Contains(frame.Instance))
        {
            return true;
        }

        if (frame.Failures is null)
        {
            return false;
        }

        var expected = Describe.OneOf(choices);
        var hint = frame.Instance.IsString
            ? Suggestion.For(frame.Instance.Text, choices.Where(c => c.IsString).Select(c => c.Text))
            : "";
        return frame.Fail(
            Name,
            $"expected {expected}, found {Describe.Value(frame.Instance)}{hint}",
            choices.Count == 1 ? expected : null
        );
    }
}
