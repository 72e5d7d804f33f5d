namespace SecurityScanner.Rules;

/// <summary>PEM private keys: a header followed by key material, not a header alone.</summary>
internal static class PrivateKeyText
{
    public const string Begin = "-----BEGIN ";
    private const string HeaderEnd = "PRIVATE KEY-----";
    private const int LongestHeader = 60;
    private const int LeastMaterial = 48;
    private const int MostMaterial = 16_384;

    /// <summary>The length of the key a text begins with; 0 when it begins with none.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Begin, StringComparison.Ordinal))
        {
            return 0;
        }

        var header = text[..Math.Min(text.Length, LongestHeader)].IndexOf(HeaderEnd, StringComparison.Ordinal);
        if (header < 0)
        {
            return 0;
        }

        var bodyStart = header + HeaderEnd.Length;
        var body = text[bodyStart..Math.Min(text.Length, bodyStart + MostMaterial)];
        var material = 0;
        var at = 0;
        for (; at < body.Length && body[at] != '-'; at++)
        {
            // Escaped line feeds, quotes and concatenation signs stand between the lines of a key in source code.
            material += char.IsAsciiLetterOrDigit(body[at]) || body[at] is '+' or '/' ? 1 : 0;
        }

        return material >= LeastMaterial ? bodyStart + at : 0;
    }
}
