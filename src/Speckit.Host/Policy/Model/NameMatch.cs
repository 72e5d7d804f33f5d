using System.IO.Enumeration;

namespace Speckit.Host.Policy.Model;

/// <summary>Matching of names against entries. <c>*</c> stands for any characters of one part of a name.</summary>
internal static class NameMatch
{
    /// <summary>Whether a plugin's name is meant: <c>*</c> alone means every plugin, <c>@scope/*</c> those of a scope, and
    /// <c>experimental-*</c> none that has a scope.</summary>
    public static bool Plugin(PolicyEntry entry, string name)
    {
        if (!entry.IsPattern || entry.Text == "*")
        {
            return entry.IsPattern || entry.Text == name;
        }

        var pattern = entry.Text.Split('/');
        var parts = name.Split('/');
        return pattern.Length == parts.Length && pattern.Zip(parts).All(pair => Text(pair.First, pair.Second));
    }

    /// <summary>Whether a capability or signer is meant.</summary>
    public static bool Whole(PolicyEntry entry, string text) =>
        entry.IsPattern ? Text(entry.Text, text) : entry.Text == text;

    /// <summary>Whether a text matches a pattern whose <c>*</c> stands for any characters.</summary>
    public static bool Text(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text) =>
        // The framework's matcher says that nothing matches nothing, which is wrong for the parts of a name.
        pattern.Contains('*')
            ? pattern is "*" || FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false)
            : pattern.SequenceEqual(text);
}
