using System.Buffers.Text;
using System.Text.Json;

namespace SecurityScanner.Rules;

/// <summary>JSON Web Tokens: three base64url parts whose first one is a JOSE header.</summary>
internal static class JwtText
{
    public const string Prefix = "eyJ";
    private const int LongestHeader = 1024;
    private const int LeastPart = 16;

    /// <summary>The length of the token a text begins with; 0 when it begins with none.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return 0;
        }

        var header = PartLength(text);
        if (header is 0 or > LongestHeader || !IsDot(text, header))
        {
            return 0;
        }

        var payload = PartLength(text[(header + 1)..]);
        var second = header + 1 + payload;
        if (payload < LeastPart || !IsDot(text, second))
        {
            return 0;
        }

        var signature = PartLength(text[(second + 1)..]);
        return signature >= LeastPart && IsHeader(text[..header]) ? second + 1 + signature : 0;
    }

    private static bool IsDot(ReadOnlySpan<char> text, int at) => at < text.Length && text[at] == '.';

    private static int PartLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '_' or '-'))
        {
            length++;
        }

        return length;
    }

    private static bool IsHeader(ReadOnlySpan<char> part)
    {
        if (!Base64Url.IsValid(part))
        {
            return false;
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
            return header.RootElement.ValueKind == JsonValueKind.Object
                && header.RootElement.TryGetProperty("alg"u8, out _);
        }
        catch (JsonException)
        {
            // Begins like a token and is none.
            return false;
        }
    }
}
