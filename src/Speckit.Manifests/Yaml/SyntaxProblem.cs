using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Yaml;

/// <summary>Words for a parser's refusal.</summary>
internal static class SyntaxProblem
{
    public static Diagnostic Describe(SourceText source, long index, string message)
    {
        var text = source.Text;
        var at = (int)Math.Clamp(index, 0, text.Length);
        // The parser points to the start of the mapping that holds the tab.
        var tab = message.Contains("tab", StringComparison.Ordinal) ? IndentingTab(text, at) : -1;
        return ManifestDiagnostics.YamlSyntax.Error(
            $"This is not YAML: {Excerpt.Sentence(message)}",
            tab >= 0 ? "indent with spaces: YAML allows no tab there" : Hint(text, at),
            source.Locate(tab >= 0 ? tab : at)
        );
    }

    private static int IndentingTab(string text, int from)
    {
        for (var i = text.IndexOf('\t', from); i >= 0; i = text.IndexOf('\t', i + 1))
        {
            var lineStart = text.AsSpan(0, i).LastIndexOfAny('\n', '\r') + 1;
            if (text.AsSpan(lineStart, i - lineStart).Trim(' ').IsEmpty)
            {
                return i;
            }
        }

        return -1;
    }

    // The usual mistake is text that starts with a character YAML keeps for itself.
    private static string Hint(string text, int at)
    {
        var start = text.AsSpan(0, at).LastIndexOfAny('\n', '\r') + 1;
        var length = text.AsSpan(start).IndexOfAny('\n', '\r');
        var line = length < 0 ? text.AsSpan(start) : text.AsSpan(start, length);
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var value = colon < 0 ? line.TrimStart(" -") : line[(colon + 2)..].TrimStart(' ');
        return value.Length > 0 && ">|@`%*&!".Contains(value[0], StringComparison.Ordinal)
            ? $"quote a value that starts with '{value[0]}'"
            : "check the indentation, the quotes and the brackets of this line and the one before";
    }
}
