namespace Speckit.JsonSchema.Formats;

/// <summary>Host names of RFC 1123 §2.1.</summary>
internal static class HostNameFormat
{
    private const int MaximumLength = 253;
    private const int MaximumLabel = 63;

    public static bool IsValid(string text) => IsValid(text.AsSpan());

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumLength)
        {
            return false;
        }

        foreach (var label in text.Split('.'))
        {
            if (!IsLabel(text[label]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return label.Length is > 0 and <= MaximumLabel && label[0] != '-' && label[^1] != '-';
    }
}
