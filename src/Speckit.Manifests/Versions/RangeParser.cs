using System.Collections.Immutable;
using System.Text;

namespace Speckit.Manifests.Versions;

/// <summary>
/// Reads npm's range grammar in one pass, without regular expressions. Where the grammar is silent (prefixes, spaces,
/// parts after an <c>x</c>) it does what the <c>semver</c> package does, which is what registries full of ranges rely on;
/// but a star glued to something else (<c>2.2.*2</c>), which that package drops by accident, is refused.
/// </summary>
internal static class RangeParser
{
    /// <summary>The alternatives, or null when npm refuses the text.</summary>
    public static ImmutableArray<ImmutableArray<VersionComparator>>? Parse(string text, bool includePrerelease)
    {
        var sets = new List<ImmutableArray<VersionComparator>>();
        foreach (var alternative in CollapseSpaces(text).Split("||"))
        {
            if (ParseAlternative(StripBuilds(alternative.Trim(' ')), includePrerelease) is not { } set)
            {
                return null;
            }

            sets.Add(set);
        }

        return Simplify(sets);
    }

    // One alternative that takes everything makes the others void, and with them their pre-releases: as npm has it.
    private static ImmutableArray<ImmutableArray<VersionComparator>> Simplify(
        List<ImmutableArray<VersionComparator>> sets
    )
    {
        var possible = sets.Where(set => set is not [{ IsNothing: true }, ..]).ToList();
        if (possible.Count == 0)
        {
            return [sets[0]];
        }

        return possible.Exists(set => set.IsEmpty)
            ?
            [
                [],
            ]
            : [.. possible];
    }

    private static ImmutableArray<VersionComparator>? ParseAlternative(string text, bool includePrerelease)
    {
        var desugarer = new RangeDesugarer(includePrerelease);
        if (TryHyphen(text, desugarer, out var valid))
        {
            return valid ? desugarer.ToSet() : null;
        }

        var scanner = new RangeScanner(text);
        while (!scanner.AtEnd)
        {
            if (scanner.SkipSpace())
            {
                continue;
            }

            var sign = scanner.ReadOperator();
            if (scanner.ReadVersion() is not { } version || !scanner.AtBoundary || !desugarer.Add(sign, version))
            {
                return null;
            }
        }

        return desugarer.ToSet();
    }

    private static bool TryHyphen(string text, RangeDesugarer desugarer, out bool valid)
    {
        valid = false;
        var hyphen = text.IndexOf(" - ", StringComparison.Ordinal);
        if (hyphen < 0)
        {
            return false;
        }

        var from = new RangeScanner(text[..hyphen]).ReadWholeVersion();
        var to = new RangeScanner(text[(hyphen + 3)..]).ReadWholeVersion();
        valid = from is not null && to is not null && desugarer.AddHyphen(from, to);
        return true;
    }

    private static string CollapseSpaces(string text)
    {
        var collapsed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!IsSpace(c))
            {
                collapsed.Append(c);
            }
            else if (collapsed.Length > 0 && collapsed[^1] != ' ')
            {
                collapsed.Append(' ');
            }
        }

        return collapsed.ToString().TrimEnd(' ');
    }

    // Build metadata says nothing about precedence; it goes wherever it stands.
    private static string StripBuilds(string text)
    {
        if (!text.Contains('+', StringComparison.Ordinal))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] != '+' || !IsIdentifierAt(text, i + 1))
            {
                kept.Append(text[i++]);
                continue;
            }

            i++;
            while (IsIdentifierAt(text, i) || (i < text.Length && text[i] == '.' && IsIdentifierAt(text, i + 1)))
            {
                i++;
            }
        }

        return kept.ToString();
    }

    private static bool IsIdentifierAt(string text, int index) =>
        index < text.Length && (char.IsAsciiLetterOrDigit(text[index]) || text[index] == '-');

    // ECMAScript's \s.
    private static bool IsSpace(char c) =>
        c is (>= '\t' and <= '\r') or ' ' or '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A')
        || c is '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF';
}
