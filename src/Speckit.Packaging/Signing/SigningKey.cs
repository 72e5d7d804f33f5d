using System.Security.Cryptography;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;

namespace Speckit.Packaging.Signing;

/// <summary>A private key, ECDSA P-256, to sign packages with (formats, "Signature"; JP design §8.2).</summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>The private key's usual file name.</summary>
    public const string PrivateFileName = "private.pem";

    /// <summary>The public key's usual file name.</summary>
    public const string PublicFileName = "public.pem";

    private const string PlainLabel = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    // OWASP's advice for PBKDF2 with SHA-256.
    private const int Iterations = 600_000;
    private const string Hint =
        "Expected an ECDSA P-256 private key, PKCS#8 in PEM, as 'specify plugin keygen' writes it.";

    private const UnixFileMode OthersAccess =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        PublicKey = VerificationKey.Of(key);
    }

    /// <summary>The public half.</summary>
    public VerificationKey PublicKey { get; }

    /// <summary>A new key.</summary>
    public static SigningKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a key from a file that only its owner may read.</summary>
    /// <param name="path">PEM, PKCS#8.</param>
    /// <param name="passphrase">What an encrypted key is encrypted with.</param>
    /// <returns>The key, <c>SPK3020</c> to <c>SPK3022</c>, or why the file cannot be opened.</returns>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static Result<SigningKey> Load(string path, string? passphrase = null)
    {
        var opened = PlainFile.OpenRead(path, followLinks: true);
        if (!opened.TryGet(out var file))
        {
            return opened.Propagate<SigningKey>();
        }

        using (file)
        {
            if (
                !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(file.SafeFileHandle) & OthersAccess) != UnixFileMode.None
            )
            {
                return SignatureDiagnostics.KeyExposed.Error(
                    $"Others than its owner have access to '{path}'.",
                    $"Run 'chmod 600 {path}'; if others use this machine, make a new key."
                );
            }

            var bytes = new byte[VerificationKey.MaxFileBytes + 1];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var text = Encoding.UTF8.GetString(bytes, 0, read);
            CryptographicOperations.ZeroMemory(bytes);
            return Parse(text, passphrase);
        }
    }

    /// <summary>Reads a key from PEM text with exactly one private key in it.</summary>
    /// <inheritdoc cref="Load"/>
    public static Result<SigningKey> Parse(string pem, string? passphrase = null)
    {
        ArgumentNullException.ThrowIfNull(pem);
        if (
            !VerificationKey.TryFindOnly(pem, out var label, out var der) || label is not (PlainLabel or EncryptedLabel)
        )
        {
            return SignatureDiagnostics.KeyInvalid.Error(
                "The text does not have exactly one PKCS#8 private key.",
                Hint
            );
        }

        if (label == EncryptedLabel && string.IsNullOrEmpty(passphrase))
        {
            return SignatureDiagnostics.PassphraseWrong.Error("The private key is encrypted.", "Give its passphrase.");
        }

        var key = ECDsa.Create();
        try
        {
            var problem = label == EncryptedLabel ? ImportEncrypted(key, der, passphrase!) : ImportPlain(key, der);
            if (problem is null)
            {
                var result = new SigningKey(key);
                key = null;
                return result;
            }

            return problem;
        }
        finally
        {
            key?.Dispose();
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>The private key as PEM PKCS#8, with a final line feed.</summary>
    /// <param name="passphrase">What to encrypt it with (AES-256, PBKDF2 with SHA-256); null for not at all.</param>
    public string ExportPem(string? passphrase = null)
    {
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations);
        var pem = string.IsNullOrEmpty(passphrase)
            ? _key.ExportPkcs8PrivateKeyPem()
            : _key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, parameters);
        return pem + "\n";
    }

    /// <summary>Writes <c>private.pem</c>, which has mode 0600 from its first moment, and <c>public.pem</c>. Nothing is overwritten.</summary>
    /// <param name="directory">Where to; the folder must exist.</param>
    /// <param name="passphrase">What to encrypt the private key with; null for not at all.</param>
    /// <returns>Nothing, or <c>SPK2073</c> when one of the files is there.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    public Result<Unit> Save(string directory, string? passphrase = null)
    {
        var publicPath = Path.Combine(directory, PublicFileName);
        var privatePath = Path.Combine(directory, PrivateFileName);
        if (FindExisting(directory) is { } existing)
        {
            return existing;
        }

        if (!AtomicFile.Create(privatePath, Encoding.ASCII.GetBytes(ExportPem(passphrase)), AtomicFile.Private))
        {
            return Exists(privatePath);
        }

        return AtomicFile.Create(publicPath, Encoding.ASCII.GetBytes(PublicKey.Pem))
            ? default(Unit)
            : Exists(publicPath);
    }

    /// <summary>Why keys cannot be saved to a folder, <c>SPK2073</c>; or null when neither of the files is there.</summary>
    public static Diagnostic? FindExisting(string directory) =>
        new[] { PublicFileName, PrivateFileName }
            .Select(name => Path.Combine(directory, name))
            .FirstOrDefault(path => Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
            is { } path
            ? Exists(path)
            : null;

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>Signs the SHA-256 of some bytes; ASN.1 DER, as openssl does.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    private static Diagnostic Exists(string path) =>
        PackagingDiagnostics.FileExists.Error(
            $"'{path}' is there already.",
            "Keys are never overwritten: move it away first, or choose another folder."
        );

    private static Diagnostic? ImportPlain(ECDsa key, byte[] der)
    {
        try
        {
            key.ImportPkcs8PrivateKey(der, out var read);
            return CheckCurve(key, read == der.Length);
        }
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException)
        {
            return SignatureDiagnostics.KeyInvalid.Error($"The private key cannot be read: {exception.Message}", Hint);
        }
    }

    private static Diagnostic? ImportEncrypted(ECDsa key, byte[] der, string passphrase)
    {
        try
        {
            key.ImportEncryptedPkcs8PrivateKey(passphrase, der, out var read);
            return CheckCurve(key, read == der.Length);
        }
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException)
        {
            return SignatureDiagnostics.PassphraseWrong.Error(
                "The private key cannot be decrypted.",
                "Check the passphrase; a damaged key file looks the same."
            );
        }
    }

    private static Diagnostic? CheckCurve(ECDsa key, bool whole) =>
        whole && VerificationKey.IsP256(key)
            ? null
            : SignatureDiagnostics.KeyInvalid.Error(
                "The private key is not on the curve P-256, or bytes follow it.",
                Hint
            );
}
