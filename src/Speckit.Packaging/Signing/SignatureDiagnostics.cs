using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Signing;

/// <summary>The problems keys and signatures may have (SPK30xx). Codes are never reused.</summary>
public static class SignatureDiagnostics
{
    /// <summary>The file is not a DSSE envelope.</summary>
    public static DiagnosticDescriptor EnvelopeInvalid { get; } = Refused("SPK3001", "Not a signature envelope");

    /// <summary>The envelope's payload is not an in-toto statement.</summary>
    public static DiagnosticDescriptor PayloadTypeWrong { get; } = Refused("SPK3002", "Wrong payload type");

    /// <summary>The envelope has no signature.</summary>
    public static DiagnosticDescriptor SignatureMissing { get; } = Refused("SPK3003", "No signature");

    /// <summary>No signature is by a key that is trusted here.</summary>
    public static DiagnosticDescriptor KeyUnknown { get; } = Refused("SPK3004", "Unknown key");

    /// <summary>A signature does not fit what it signs.</summary>
    public static DiagnosticDescriptor SignatureWrong { get; } = Refused("SPK3005", "Bad signature");

    /// <summary>The signed payload is not the statement that packages have.</summary>
    public static DiagnosticDescriptor StatementInvalid { get; } = Refused("SPK3006", "Statement invalid");

    /// <summary>The signature is about a file of another name.</summary>
    public static DiagnosticDescriptor SubjectNameMismatch { get; } = Refused("SPK3007", "Other file signed");

    /// <summary>The signature is about other bytes.</summary>
    public static DiagnosticDescriptor SubjectDigestMismatch { get; } = Refused("SPK3008", "Other archive signed");

    /// <summary>The signature is about another plugin.</summary>
    public static DiagnosticDescriptor NameMismatch { get; } = Refused("SPK3009", "Other plugin signed");

    /// <summary>The signature is about another version.</summary>
    public static DiagnosticDescriptor VersionMismatch { get; } = Refused("SPK3010", "Other version signed");

    /// <summary>The signature is about other files.</summary>
    public static DiagnosticDescriptor TreeMismatch { get; } = Refused("SPK3011", "Other tree signed");

    /// <summary>The signature is about another manifest.</summary>
    public static DiagnosticDescriptor ManifestMismatch { get; } = Refused("SPK3012", "Other manifest signed");

    /// <summary>The file is no key of the kind that is used here: ECDSA P-256, PEM.</summary>
    public static DiagnosticDescriptor KeyInvalid { get; } = new("SPK3020", FailureKind.BadInput, "Key invalid");

    /// <summary>The private key is encrypted and the passphrase is missing or wrong.</summary>
    public static DiagnosticDescriptor PassphraseWrong { get; } =
        new("SPK3021", FailureKind.BadInput, "Passphrase missing or wrong");

    /// <summary>Others than the owner may read the private key.</summary>
    public static DiagnosticDescriptor KeyExposed { get; } = Refused("SPK3022", "Private key readable by others");

    private static DiagnosticDescriptor Refused(string code, string title) => new(code, FailureKind.Refused, title);
}
