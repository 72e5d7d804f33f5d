using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;

namespace Speckit.Packaging.Signing;

/// <summary>A public key, ECDSA P-256, to check signatures with. Safe to share between threads.</summary>
public sealed class VerificationKey
{
    internal const int MaxFileBytes = 16 << 10;
    internal const string CurveOid = "1.2.840.10045.3.1.7";

    private const string Label = "PUBLIC KEY";
    private const string Hint =
        "Expected an ECDSA P-256 public key, 'BEGIN PUBLIC KEY', as 'specify plugin keygen' writes it.";

    private readonly byte[] _spki;

    private VerificationKey(byte[] spki)
    {
        _spki = spki;
        KeyId = Convert.ToHexStringLower(SHA256.HashData(spki));
    }

    /// <summary>Hexadecimal SHA-256 of the DER SubjectPublicKeyInfo (formats, "Signature").</summary>
    public string KeyId { get; }

    /// <summary>The key as PEM SubjectPublicKeyInfo, with a final line feed.</summary>
    public string Pem => PemEncoding.WriteString(Label, _spki) + "\n";

    /// <summary>Reads a key from a file.</summary>
    /// <returns>The key, <c>SPK3020</c>, or why the file cannot be opened.</returns>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static Result<VerificationKey> Load(string path)
    {
        var read = PlainFile.ReadAll(path, MaxFileBytes);
        return read.TryGet(out var bytes) ? Parse(Encoding.UTF8.GetString(bytes)) : read.Propagate<VerificationKey>();
    }

    /// <summary>Reads a key from PEM text with exactly one public key in it.</summary>
    /// <returns>The key, or <c>SPK3020</c>.</returns>
    public static Result<VerificationKey> Parse(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return TryFindOnly(pem, out var label, out var der) && label == Label
            ? FromDer(der)
            : SignatureDiagnostics.KeyInvalid.Error("The text does not have exactly one PEM public key.", Hint);
    }

    /// <summary>Whether a signature, ASN.1 DER, is this key's over the SHA-256 of some bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_spki, out _);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    internal static VerificationKey Of(ECDsa key) => new(key.ExportSubjectPublicKeyInfo());

    internal static bool IsP256(ECDsa key) =>
        key.KeySize == 256
        && key.ExportParameters(includePrivateParameters: false).Curve.Oid is { } oid
        && (oid.Value == CurveOid || oid.FriendlyName is "nistP256" or "ECDSA_P256");

    internal static bool TryFindOnly(
        string pem,
        [NotNullWhen(true)] out string? label,
        [NotNullWhen(true)] out byte[]? der
    )
    {
        (label, der) = (null, null);
        if (
            pem.Length > MaxFileBytes
            || !PemEncoding.TryFind(pem, out var fields)
            || PemEncoding.TryFind(pem.AsSpan()[fields.Location.End..], out _)
        )
        {
            return false;
        }

        label = pem[fields.Label];
        der = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(pem.AsSpan()[fields.Base64Data], der, out _);
    }

    private static Result<VerificationKey> FromDer(byte[] der)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(der, out var read);
            return read == der.Length && IsP256(key)
                ? Of(key)
                : SignatureDiagnostics.KeyInvalid.Error("The key is not on the curve P-256, or bytes follow it.", Hint);
        }
        // The platform's word for a curve that it does not know is PlatformNotSupportedException.
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException)
        {
            return SignatureDiagnostics.KeyInvalid.Error($"The key cannot be read: {exception.Message}", Hint);
        }
    }
}
