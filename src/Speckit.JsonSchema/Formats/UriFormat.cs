using Speckit.JsonSchema.Identifiers;

namespace Speckit.JsonSchema.Formats;

/// <summary>URIs and references by the grammar of RFC 3986, appendix A.</summary>
internal static class UriFormat
{
    private const string SubDelimiters = "!$&'()*+,;=";
    private const string InPath = SubDelimiters + ":@/";

    public static bool IsUri(string text) => IsReference(text) && UriReference.Split(text).Scheme is not null;

    public static bool IsReference(string text)
    {
        var uri = UriReference.Split(text);
        return IsPath(uri)
            && (uri.Authority is null || IsAuthority(uri.Authority))
            && IsMadeOf(uri.Query, InPath + "?")
            && IsMadeOf(uri.Fragment, InPath + "?");
    }

    private static bool IsPath(UriReference uri)
    {
        // Without a scheme, a colon in the first segment would have made one.
        var first = uri.Path.Split('/')[0];
        return IsMadeOf(uri.Path, InPath)
            && (uri.Scheme is not null || uri.Authority is not null || !first.Contains(':', StringComparison.Ordinal));
    }

    private static bool IsAuthority(string authority)
    {
        var at = authority.LastIndexOf('@');
        var user = at < 0 ? "" : authority[..at];
        var host = authority[(at + 1)..];
        var colon = host.LastIndexOf(':');
        if (colon > host.LastIndexOf(']'))
        {
            if (host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                return false;
            }

            host = host[..colon];
        }

        return IsMadeOf(user, SubDelimiters + ":")
            && (host.StartsWith('[') ? IsLiteral(host) : IsMadeOf(host, SubDelimiters));
    }

    private static bool IsLiteral(string host)
    {
        if (host is not ['[', .. var address, ']'])
        {
            return false;
        }

        if (address is not ['v' or 'V', .. var future])
        {
            return AddressFormats.IsIPv6(address);
        }

        var dot = future.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && dot < future.Length - 1
            && future[..dot].All(char.IsAsciiHexDigit)
            && !future.Contains('%', StringComparison.Ordinal)
            && IsMadeOf(future[(dot + 1)..], SubDelimiters + ":");
    }

    /// <summary>Only unreserved characters, complete percent escapes and these.</summary>
    private static bool IsMadeOf(string? text, string others)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            var c = text[i];
            if (c == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                {
                    return false;
                }

                i += 2;
            }
            else if (
                !char.IsAsciiLetterOrDigit(c)
                && c is not ('-' or '.' or '_' or '~')
                && !others.Contains(c, StringComparison.Ordinal)
            )
            {
                return false;
            }
        }

        return true;
    }
}
