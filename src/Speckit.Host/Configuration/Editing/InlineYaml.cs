using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Speckit.Host.Configuration.Editing;

/// <summary>Writes values as YAML on one line, in a form that stands inside braces and brackets too.</summary>
internal static class InlineYaml
{
    internal static string Of(JsonNode? node) =>
        node switch
        {
            JsonObject { Count: 0 } => "{}",
            JsonObject map => "{ " + string.Join(", ", map.Select(p => $"{Text(p.Key)}: {Of(p.Value)}")) + " }",
            JsonArray list => "[" + string.Join(", ", list.Select(Of)) + "]",
            JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>()),
            _ => node?.ToJsonString() ?? "null",
        };

    /// <summary>The lines of a map's entry; maps in it are written with their keys on lines of their own.</summary>
    internal static IEnumerable<string> Lines(string key, JsonNode? value, string indent)
    {
        if (value is not JsonObject { Count: > 0 } map)
        {
            return [$"{indent}{Text(key)}: {Of(value)}"];
        }

        return [$"{indent}{Text(key)}:", .. map.SelectMany(p => Lines(p.Key, p.Value, indent + "  "))];
    }

    /// <summary>Text is plain only where nobody could take it for anything else.</summary>
    internal static string Text(string text) => IsPlain(text) ? text : Quote(text);

    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
        && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\\')
            {
                quoted.Append('\\').Append(c);
            }
            else if (c is '\n')
            {
                quoted.Append("\\n");
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                quoted.Append(c).Append(text[++i]);
            }
            else if (
                char.IsControl(c)
                || char.IsSurrogate(c)
                || c is '\u2028' or '\u2029' or >= '\uFE00'
                || IsFormat(c)
            )
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                quoted.Append(c);
            }
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsFormat(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
