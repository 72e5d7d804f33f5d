namespace Speckit.Sdk.Testing;

/// <summary>The host's path patterns: <c>**</c> any folders, <c>*</c> any characters of a name, <c>?</c> one, <c>{a,b}</c> either.</summary>
internal static class GlobPattern
{
    /// <summary>Whether a path with forward slashes fits a pattern.</summary>
    public static bool Matches(string pattern, string path) =>
        Expand(pattern).Any(plain => Matches(plain.Split('/'), path.Split('/')));

    private static IEnumerable<string> Expand(string pattern)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        var close = open < 0 ? -1 : pattern.IndexOf('}', open);
        return close < 0
            ? [pattern]
            : pattern[(open + 1)..close]
                .Split(',')
                .SelectMany(choice => Expand(pattern[..open] + choice + pattern[(close + 1)..]));
    }

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }

        if (pattern[0] != "**")
        {
            return !path.IsEmpty && MatchesName(pattern[0], path[0]) && Matches(pattern[1..], path[1..]);
        }

        for (var skipped = 0; skipped <= path.Length; skipped++)
        {
            if (Matches(pattern[1..], path[skipped..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty)
        {
            return name.IsEmpty;
        }

        if (pattern[0] != '*')
        {
            return !name.IsEmpty
                && (pattern[0] == '?' || pattern[0] == name[0])
                && MatchesName(pattern[1..], name[1..]);
        }

        for (var skipped = 0; skipped <= name.Length; skipped++)
        {
            if (MatchesName(pattern[1..], name[skipped..]))
            {
                return true;
            }
        }

        return false;
    }
}
