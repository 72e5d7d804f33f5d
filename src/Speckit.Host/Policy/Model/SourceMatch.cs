namespace Speckit.Host.Policy.Model;

/// <summary>Where packages come from, as text that can be compared: <c>https://host/path</c>, <c>file:…</c> (an archive on disk),
/// <c>path:…</c> (a folder, copied) or <c>link:…</c> (a folder, used where it is).</summary>
internal static class SourceMatch
{
    private static readonly string[] LocalSchemes = ["file:", "path:", "link:"];

    /// <summary>One text for one place: scheme and host in lower case, no default port, no final dot or slash, no <c>..</c>.
    /// Null when it is none of the four kinds, or says more than a place.</summary>
    public static string? Canonical(string text)
    {
        if (LocalSchemes.FirstOrDefault(s => text.StartsWith(s, StringComparison.Ordinal)) is { } scheme)
        {
            return scheme + CanonicalPath(text[scheme.Length..]);
        }

        return
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.UserInfo.Length == 0
            && url.Fragment.Length == 0
            && url.IdnHost.TrimEnd('.').Length > 0
            ? $"{url.Scheme}://{url.IdnHost.TrimEnd('.').ToLowerInvariant()}{Port(url)}{CanonicalPath(url.AbsolutePath).TrimEnd('/')}"
            : null;
    }

    /// <summary>The same for a pattern. Null when it cannot match any place.</summary>
    public static string? CanonicalPattern(string pattern)
    {
        if (pattern == "*" || LocalSchemes.Any(s => pattern.StartsWith(s, StringComparison.Ordinal)))
        {
            return pattern == "*" ? pattern : pattern.TrimEnd('/');
        }

        var end = pattern.IndexOf("://", StringComparison.Ordinal);
        if (end < 0 || pattern.AsSpan().ContainsAny("@?#\\ "))
        {
            return null;
        }

        var slash = pattern.IndexOf('/', end + 3);
        var head = (slash < 0 ? pattern : pattern[..slash]).ToLowerInvariant();
        var isWeb = head[..end] is "http" or "https" && head.Length > end + 3 && head.All(char.IsAscii);
        return isWeb ? head + (slash < 0 ? "" : pattern[slash..].TrimEnd('/')) : null;
    }

    /// <summary>Whether an entry means that place or one above it. <c>*</c> alone means everything; elsewhere it stays within one part
    /// between slashes, so that no path can pretend to be a host.</summary>
    public static bool Matches(PolicyEntry entry, string canonical)
    {
        if (entry.Text == "*")
        {
            return true;
        }

        var pattern = entry.Text.Split('/');
        var parts = canonical.Split('/');
        return pattern.Length <= parts.Length
            && pattern
                .Zip(parts)
                .All(pair => entry.IsPattern ? NameMatch.Text(pair.First, pair.Second) : pair.First == pair.Second);
    }

    private static string Port(Uri url) => url.IsDefaultPort ? "" : $":{url.Port}";

    private static string CanonicalPath(string path)
    {
        var kept = new List<string>();
        foreach (var part in path.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && kept.Count > 0 && kept[^1] is not (".." or ""))
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (part != "." && (part.Length > 0 || kept.Count == 0))
            {
                kept.Add(part);
            }
        }

        return string.Join('/', kept);
    }
}
