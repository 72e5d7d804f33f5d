namespace Speckit.JsonSchema.Formats;

/// <summary>Mailboxes of RFC 5321 §4.1.2: dotted or quoted before the sign, a host name or an address literal after it.</summary>
internal static class EmailFormat
{
    private const int MaximumLocal = 64;

    public static bool IsValid(string text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= MaximumLocal && IsLocal(text.AsSpan(0, at)) && IsDomain(text.AsSpan(at + 1));
    }

    private static bool IsLocal(ReadOnlySpan<char> text)
    {
        if (text is ['"', .. var quoted, '"'])
        {
            return IsQuoted(quoted);
        }

        foreach (var range in text.Split('.'))
        {
            if (!IsAtom(text[range]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAtom(ReadOnlySpan<char> atom)
    {
        foreach (var c in atom)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return atom.Length > 0;
    }

    private static bool IsQuoted(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return false;
            }

            if (i >= text.Length || text[i] is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        if (text is not ['[', .. var literal, ']'])
        {
            return HostNameFormat.IsValid(text);
        }

        const string Tag = "IPv6:";
        return literal.StartsWith(Tag, StringComparison.OrdinalIgnoreCase)
            ? AddressFormats.IsIPv6(literal[Tag.Length..])
            : AddressFormats.IsIPv4(literal);
    }
}
