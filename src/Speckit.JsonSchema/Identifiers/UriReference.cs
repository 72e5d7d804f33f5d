using System.Buffers;
using System.Text;

namespace Speckit.JsonSchema.Identifiers;

/// <summary>A URI or a relative reference in its five parts (RFC 3986 §3), and its resolution against a base (§5.2).
/// <see cref="Uri"/> is not used: it rewrites what it reads, and takes <c>/path</c> for a file.</summary>
internal sealed record UriReference(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."
    );

    /// <summary>Splits any text; whether the parts are well formed is not asked.</summary>
    public static UriReference Split(string text)
    {
        string? fragment = null;
        string? query = null;
        string? scheme = null;
        string? authority = null;
        (text, fragment) = Cut(text, '#');
        (text, query) = Cut(text, '?');

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && IsScheme(text.AsSpan(0, colon)))
        {
            (scheme, text) = (text[..colon], text[(colon + 1)..]);
        }

        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            var end = text.IndexOf('/', 2);
            (authority, text) = end < 0 ? (text[2..], "") : (text[2..end], text[end..]);
        }

        return new UriReference(scheme, authority, text, query, fragment);
    }

    /// <summary>The target of the reference as seen from this base.</summary>
    public UriReference Resolve(UriReference reference)
    {
        if (reference.Scheme is not null)
        {
            return reference with { Path = RemoveDots(reference.Path) };
        }

        if (reference.Authority is not null)
        {
            return reference with { Scheme = Scheme, Path = RemoveDots(reference.Path) };
        }

        if (reference.Path.Length == 0)
        {
            return this with { Query = reference.Query ?? Query, Fragment = reference.Fragment };
        }

        var path = reference.Path[0] == '/' ? reference.Path : Merge(reference.Path);
        return new UriReference(Scheme, Authority, RemoveDots(path), reference.Query, reference.Fragment);
    }

    /// <summary>The identifier of the resource: everything but the fragment.</summary>
    public string WithoutFragment() => (this with { Fragment = null }).ToString();

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Scheme is null ? "" : Scheme + ":");
        text.Append(Authority is null ? "" : "//" + Authority);
        text.Append(Path);
        text.Append(Query is null ? "" : "?" + Query);
        return text.Append(Fragment is null ? "" : "#" + Fragment).ToString();
    }

    public static bool IsScheme(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.IndexOfAnyExcept(SchemeCharacters) < 0;

    private static (string Before, string? After) Cut(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    private string Merge(string path)
    {
        if (Authority is not null && Path.Length == 0)
        {
            return "/" + path;
        }

        return Path[..(Path.LastIndexOf('/') + 1)] + path;
    }

    private static string RemoveDots(string path)
    {
        if (!path.Contains('.', StringComparison.Ordinal))
        {
            return path;
        }

        var kept = new List<string>();
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            if (segments[i] is "." or "..")
            {
                if (segments[i] == ".." && kept.Count > 0 && !(kept.Count == 1 && kept[0].Length == 0))
                {
                    kept.RemoveAt(kept.Count - 1);
                }

                if (last)
                {
                    kept.Add("");
                }
            }
            else
            {
                kept.Add(segments[i]);
            }
        }

        return string.Join('/', kept);
    }
}
