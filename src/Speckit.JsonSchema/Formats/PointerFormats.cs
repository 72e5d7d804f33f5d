namespace Speckit.JsonSchema.Formats;

/// <summary>JSON Pointers (RFC 6901 §3) and relative ones (draft-handrews-relative-json-pointer §3).</summary>
internal static class PointerFormats
{
    public static bool IsPointer(string text) => IsPointer(text.AsSpan());

    public static bool IsRelativePointer(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length : digits;
        if (digits == 0 || (digits > 1 && text[0] == '0'))
        {
            return false;
        }

        var rest = text.AsSpan(digits);
        return rest is "#" || IsPointer(rest);
    }

    private static bool IsPointer(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            return false;
        }

        for (var tilde = text.IndexOf('~'); tilde >= 0; tilde = text.IndexOf('~'))
        {
            text = text[(tilde + 1)..];
            if (text is not ['0' or '1', ..])
            {
                return false;
            }
        }

        return true;
    }
}
