using System.Globalization;
using System.Text;

namespace Speckit.Workspace.Text;

/// <summary>
/// Writes YAML scalars and lists exactly as the library that Backlog.md uses does (js-yaml 3, safe dump, indent 2, width 80),
/// so that a task written here and one written there differ in nothing.
/// </summary>
internal static class JsYaml
{
    private const int Indent = 2;
    private const int LineWidth = 80;
    private const int MinimumWidth = 40;

    private static readonly string[] LegacyBooleans =
    [
        "y",
        "Y",
        "yes",
        "Yes",
        "YES",
        "on",
        "On",
        "ON",
        "n",
        "N",
        "no",
        "No",
        "NO",
        "off",
        "Off",
        "OFF",
    ];

    /// <summary><c>key: value</c> and a line end.</summary>
    public static string Entry(string key, string value) => $"{key}: {Scalar(value, level: 1)}\n";

    /// <summary><c>key:</c> and one item a line, or <c>key: []</c>.</summary>
    public static string Entry(string key, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return $"{key}: []\n";
        }

        var builder = new StringBuilder(key).Append(":\n");
        foreach (var value in values)
        {
            builder.Append("  - ").Append(Scalar(value, level: 2)).Append('\n');
        }

        return builder.ToString();
    }

    /// <summary>A scalar on one line, whatever its length: for readers that know no folding.</summary>
    public static string Flow(string value) =>
        value.Length == 0 ? "''"
        : !value.All(IsPrintable) ? Quote(value)
        : IsPlain(value) && !YamlAmbiguity.IsAmbiguous(value) && !LegacyBooleans.Contains(value, StringComparer.Ordinal)
            ? value
        : SingleQuote(value);

    private static string Scalar(string value, int level)
    {
        if (value.Length == 0)
        {
            return "''";
        }

        if (LegacyBooleans.Contains(value, StringComparer.Ordinal))
        {
            return SingleQuote(value);
        }

        if (!value.All(c => c == '\n' || IsPrintable(c)))
        {
            return Quote(value);
        }

        var indent = Indent * level;
        var width = Math.Max(Math.Min(LineWidth, MinimumWidth), LineWidth - indent);
        if (HasFoldableLine(value, width))
        {
            return ">" + BlockHeader(value) + IndentLines(DropFinalBreak(YamlFolding.Fold(value, width)), indent);
        }

        if (value.Contains('\n', StringComparison.Ordinal))
        {
            return "|" + BlockHeader(value) + IndentLines(DropFinalBreak(value), indent);
        }

        return IsPlain(value) && !YamlAmbiguity.IsAmbiguous(value) ? value : SingleQuote(value);
    }

    private static bool HasFoldableLine(string value, int width) =>
        value.Split('\n').Any(line => line.Length > width && line[0] != ' ');

    private static string BlockHeader(string value)
    {
        var indicator = value.TrimStart('\n').StartsWith(' ') ? Indent.ToString(CultureInfo.InvariantCulture) : "";
        var chomping =
            !value.EndsWith('\n') ? "-"
            : value == "\n" || value.EndsWith("\n\n", StringComparison.Ordinal) ? "+"
            : "";
        return $"{indicator}{chomping}\n";
    }

    private static string DropFinalBreak(string value) => value.EndsWith('\n') ? value[..^1] : value;

    private static string IndentLines(string value, int indent)
    {
        var margin = new string(' ', indent);
        return string.Join('\n', value.Split('\n').Select(line => line.Length == 0 ? line : margin + line));
    }

    private static bool IsPlain(string value)
    {
        if (!IsPlainFirst(value[0]) || value[^1] == ' ')
        {
            return false;
        }

        for (var i = 0; i < value.Length; i++)
        {
            var safe =
                value[i] is not (',' or '[' or ']' or '{' or '}' or ':')
                && (value[i] != '#' || (i > 0 && value[i - 1] != ' '));
            if (!safe)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlainFirst(char c) => !" -?:,[]{}#&*!|=>'\"%@`".Contains(c, StringComparison.Ordinal);

    // UTF-16 units, as the model does: characters beyond the basic plane are escaped, pair by pair.
    private static bool IsPrintable(char c) =>
        c
            is (>= ' ' and <= '~')
                or (>= '\u00A1' and <= '\uD7FF' and not ('\u2028' or '\u2029'))
                or (>= '\uE000' and <= '\uFFFD' and not '\uFEFF');

    private static string SingleQuote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Quote(string value)
    {
        var builder = new StringBuilder("\"");
        for (var i = 0; i < value.Length; i++)
        {
            if (i + 1 < value.Length && char.IsSurrogatePair(value[i], value[i + 1]))
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\U{char.ConvertToUtf32(value[i], value[i + 1]):X8}");
                i++;
                continue;
            }

            builder.Append(Escape(value[i]));
        }

        return builder.Append('"').ToString();
    }

    private static string Escape(char c) =>
        c switch
        {
            '\0' => "\\0",
            '\a' => "\\a",
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\v' => "\\v",
            '\f' => "\\f",
            '\r' => "\\r",
            '\e' => "\\e",
            '"' => "\\\"",
            '\\' => @"\\",
            '\u0085' => "\\N",
            '\u00A0' => "\\_",
            '\u2028' => "\\L",
            '\u2029' => "\\P",
            _ when IsPrintable(c) => c.ToString(),
            _ when c <= 0xFF => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
        };
}
