using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Speckit.Packaging.Digests;

/// <summary>A SHA-256 digest, written <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
public sealed record Sha256Digest
{
    /// <summary>What a digest's text starts with.</summary>
    public const string Prefix = "sha256:";

    private const int HexLength = 64;
    private static readonly SearchValues<char> HexCharacters = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<byte> HexBytes = SearchValues.Create("0123456789abcdef"u8);

    private Sha256Digest(string hex) => Hex = hex;

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>Reads <c>sha256:</c> and 64 lower-case hexadecimal digits; anything else is refused.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Sha256Digest? digest)
    {
        digest = null;
        if (
            text is null
            || text.Length != Prefix.Length + HexLength
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
        )
        {
            return false;
        }

        var hex = text[Prefix.Length..];
        if (!IsHex(hex))
        {
            return false;
        }

        digest = new Sha256Digest(hex);
        return true;
    }

    /// <summary>Reads a digest that is known to be valid.</summary>
    /// <exception cref="FormatException">It is not valid.</exception>
    public static Sha256Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException($"'{text}' is not a SHA-256 digest.");

    /// <summary>The digest of some bytes.</summary>
    public static Sha256Digest Of(ReadOnlySpan<byte> bytes) => FromHash(SHA256.HashData(bytes));

    /// <summary>The digest of what is left of a stream.</summary>
    public static Sha256Digest Of(Stream stream) => FromHash(SHA256.HashData(stream));

    /// <summary>A digest that was computed elsewhere.</summary>
    /// <exception cref="ArgumentException">It is not 32 bytes.</exception>
    public static Sha256Digest FromHash(ReadOnlySpan<byte> hash) =>
        hash.Length == SHA256.HashSizeInBytes
            ? new(Convert.ToHexStringLower(hash))
            : throw new ArgumentException("A SHA-256 hash has 32 bytes.", nameof(hash));

    /// <summary><c>sha256:</c> and the digits.</summary>
    public override string ToString() => Prefix + Hex;

    /// <summary>Whether an ASCII or UTF-8 text is a digest.</summary>
    public static bool IsDigest(ReadOnlySpan<byte> text) =>
        text.Length == Prefix.Length + HexLength
        && text.StartsWith("sha256:"u8)
        && text[Prefix.Length..].IndexOfAnyExcept(HexBytes) < 0;

    internal static bool IsHex(string text) =>
        text.Length == HexLength && text.AsSpan().IndexOfAnyExcept(HexCharacters) < 0;
}
