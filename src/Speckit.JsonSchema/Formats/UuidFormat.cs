namespace Speckit.JsonSchema.Formats;

/// <summary>UUIDs of RFC 4122 §3, of any version.</summary>
internal static class UuidFormat
{
    public static bool IsValid(string text)
    {
        if (text.Length != 36)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var hyphen = i is 8 or 13 or 18 or 23;
            if (hyphen ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
