using System.Text.RegularExpressions;

namespace Speckit.Workspace.Text;

/// <summary>Which plain scalars a YAML 1.1 reader would take for something other than text.</summary>
internal static partial class YamlAmbiguity
{
    /// <summary>Whether the text, written plain, would be read as null, a boolean, a number, a date or a merge key.</summary>
    public static bool IsAmbiguous(string text) =>
        text is "~" or "null" or "Null" or "NULL" or "<<"
        || text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE"
        || Integer().IsMatch(text)
        || (Float().IsMatch(text) && text[^1] != '_')
        || Date().IsMatch(text);

    // Only forms without a colon: text with a colon is quoted anyway.
    [GeneratedRegex(
        @"^[-+]?(?:0|0b_*[01][01_]*|0x_*[0-9a-fA-F][0-9a-fA-F_]*|0_*[0-7][0-7_]*|[1-9][0-9_]*)\z(?<!_)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Integer();

    [GeneratedRegex(
        @"^(?:[-+]?(?:0|[1-9][0-9_]*)(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Float();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();
}
