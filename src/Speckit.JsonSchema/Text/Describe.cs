using System.Globalization;
using System.Text;
using System.Text.Json;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Text;

/// <summary>Values and lists in the words of a message.</summary>
internal static class Describe
{
    private const int MaximumText = 60;
    private const int MaximumChoices = 12;

    /// <summary>A value as it was found: short ones as written, others by their kind.</summary>
    public static string Value(JsonValue value) =>
        value.Kind switch
        {
            JsonValueKind.String => Quote(value.Text),
            JsonValueKind.Number => Shorten(value.Text),
            JsonValueKind.Array => value.Items.Count == 0 ? "an empty array" : "an array",
            JsonValueKind.Object => value.Members.Count == 0 ? "an empty object" : "an object",
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "null",
        };

    /// <summary>Text in quotes, shortened, with control characters escaped so that it cannot disturb a terminal.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in Shorten(text).EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                quoted.Append('\\').Append(rune);
            }
            else if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                quoted.Append(rune);
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary><c>a, b or c</c>.</summary>
    public static string Or(IReadOnlyList<string> words) =>
        words.Count < 2 ? string.Concat(words) : string.Join(", ", words.SkipLast(1)) + " or " + words[^1];

    /// <summary>What is expected where only these values are allowed.</summary>
    public static string OneOf(IReadOnlyList<JsonValue> choices)
    {
        if (choices.Count == 1)
        {
            return Value(choices[0]);
        }

        var shown = string.Join(", ", choices.Take(MaximumChoices).Select(Value));
        return "one of " + shown + (choices.Count > MaximumChoices ? ", …" : "");
    }

    /// <summary><c>1 item</c>, <c>2 items</c>.</summary>
    public static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    private static string Shorten(string text)
    {
        if (text.Length <= MaximumText)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaximumText - 1]) ? MaximumText - 1 : MaximumText;
        return text[..end] + "…";
    }
}
