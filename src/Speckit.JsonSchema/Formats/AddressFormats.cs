using System.Buffers;
using System.Globalization;

namespace Speckit.JsonSchema.Formats;

/// <summary>IPv4 in dotted decimal (RFC 2673 §3.2) and IPv6 (RFC 4291 §2.2), without zones.</summary>
internal static class AddressFormats
{
    private const int Groups = 8;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool IsIPv4(string text) => IsIPv4(text.AsSpan());

    public static bool IsIPv4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            parts++;
            if (
                part.Length is 0 or > 3
                || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            )
            {
                return false;
            }
        }

        return parts == 4;
    }

    public static bool IsIPv6(string text) => IsIPv6(text.AsSpan());

    public static bool IsIPv6(ReadOnlySpan<char> text)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return Count(text, mayEndInIPv4: true) == Groups;
        }

        var before = gap == 0 ? 0 : Count(text[..gap], mayEndInIPv4: false);
        var after = gap + 2 == text.Length ? 0 : Count(text[(gap + 2)..], mayEndInIPv4: true);
        return before + after < Groups;
    }

    /// <summary>How many groups of 16 bits the text has; more than there may be when one is malformed.</summary>
    private static int Count(ReadOnlySpan<char> text, bool mayEndInIPv4)
    {
        var count = 0;
        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            var isLast = range.End.GetOffset(text.Length) == text.Length;
            if (mayEndInIPv4 && isLast && group.Contains('.'))
            {
                count += IsIPv4(group) ? 2 : Groups + 1;
            }
            else
            {
                count += group.Length is >= 1 and <= 4 && IsHex(group) ? 1 : Groups + 1;
            }
        }

        return count;
    }

    private static bool IsHex(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(HexDigits) < 0;
}
