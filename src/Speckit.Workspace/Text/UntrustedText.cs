using System.Globalization;
using System.Text;

namespace Speckit.Workspace.Text;

/// <summary>Makes text of a plugin harmless for files that people, tools and agents read.</summary>
internal static class UntrustedText
{
    /// <summary>One line without control, direction and invisible characters, trimmed.</summary>
    public static string SingleLine(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsLineSpace(rune))
            {
                builder.Append(' ');
            }
            else if (!IsHidden(rune))
            {
                builder.Append(rune);
            }
        }

        return builder.ToString().Trim();
    }

    /// <summary>Text of several lines: line ends become LF, tabs stay, control, direction and invisible characters go.</summary>
    public static string Block(string text)
    {
        var builder = new StringBuilder(text.Length);
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        foreach (var rune in lines.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || !(Rune.IsControl(rune) || IsHidden(rune)))
            {
                builder.Append(rune);
            }
        }

        return builder.ToString();
    }

    /// <summary>The longest prefix of at most <paramref name="length"/> UTF-16 units that ends between code points.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    private static bool IsLineSpace(Rune rune) =>
        Rune.IsControl(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Format characters reorder or hide what a reviewer sees (bidirectional overrides, tag characters).
    // The two joiners stay: emoji and several scripts need them.
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D);
}
