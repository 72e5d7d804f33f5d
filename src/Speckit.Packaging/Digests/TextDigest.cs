using System.Text;

namespace Speckit.Packaging.Digests;

/// <summary>SHA-256 of texts of a few kilobytes, computed without the library of cryptography of the platform. That one is far faster with much data,
/// and takes two milliseconds to load, at the start of every command that asks it for one digest (ADR 0018).</summary>
public static class TextDigest
{
    /// <summary>The digest of a text in UTF-8, in 64 hexadecimal digits (lower case).</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The digest of bytes, in 64 hexadecimal digits (lower case).</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var digest = new Org.BouncyCastle.Crypto.Digests.Sha256Digest();
        digest.BlockUpdate(bytes);
        Span<byte> result = stackalloc byte[digest.GetDigestSize()];
        _ = digest.DoFinal(result);
        return Convert.ToHexStringLower(result);
    }
}
