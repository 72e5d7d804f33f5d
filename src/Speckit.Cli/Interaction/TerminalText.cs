using System.Globalization;
using System.Text;

namespace Speckit.Cli.Interaction;

/// <summary>Makes text from plugins, packages and registries harmless for a terminal.</summary>
internal static class TerminalText
{
    /// <summary>The text on one line, with control and bidirectional characters shown as escapes.</summary>
    internal static string Line(string text) => Escape(text, keepLines: false);

    /// <summary>The text with its lines, tabs made spaces, and every other control or bidirectional character shown as an escape.</summary>
    internal static string Lines(string text) => Escape(text, keepLines: true);

    private static string Escape(string text, bool keepLines)
    {
        if (!text.Any(c => NeedsEscape(c)))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (!NeedsEscape(c))
            {
                safe.Append(c);
            }
            else if (keepLines && c is '\n')
            {
                safe.Append(c);
            }
            else if (keepLines && c is '\t')
            {
                safe.Append("    ");
            }
            else if (!keepLines || c is not '\r')
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        return safe.ToString();
    }

    /// <summary>Control characters, line separators, and what is there and not seen: marks of direction, zero-width characters, tags. The joiners
    /// of emoji and of Persian stay.</summary>
    private static bool NeedsEscape(char c) =>
        c >= '\u007f' || c < ' '
            ? char.GetUnicodeCategory(c) switch
            {
                UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
                UnicodeCategory.Format => c is not ('\u200c' or '\u200d' or '\u00ad'),
                _ => false,
            }
            : false;
}
