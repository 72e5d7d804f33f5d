using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Signing;

/// <summary>A signature that was found to be right.</summary>
/// <param name="Statement">What is signed; it fits the package.</param>
/// <param name="KeyIds">The trusted keys whose signatures are right, in the envelope's order. At least one.</param>
public sealed record VerifiedSignature(Statement Statement, ImmutableArray<string> KeyIds)
{
    /// <summary>The first of the keys: the author's, when only the author's is trusted.</summary>
    public string KeyId => KeyIds[0];

    /// <summary>Who signed, in their own words.</summary>
    public string Signer => Statement.Predicate.Signer;
}

/// <summary>Verifies signatures. There is nothing to negotiate: one payload type, one predicate, ECDSA P-256 with SHA-256.</summary>
public static class PackageVerifier
{
    /// <summary>Verifies that one of the trusted keys signed exactly this package.</summary>
    /// <param name="package">What was measured on the package at hand.</param>
    /// <param name="envelope">The bytes of its signature file.</param>
    /// <param name="trustedKeys">The keys to accept, and no others.</param>
    /// <returns>The signature, or one of <c>SPK3001</c> to <c>SPK3012</c>.</returns>
    public static Result<VerifiedSignature> Verify(
        PackageIdentity package,
        ReadOnlySpan<byte> envelope,
        IReadOnlyCollection<VerificationKey> trustedKeys
    )
    {
        var parsed = DsseEnvelope.Parse(envelope);
        return parsed.TryGet(out var value)
            ? Verify(package, value, trustedKeys)
            : parsed.Propagate<VerifiedSignature>();
    }

    /// <param name="envelope">Its signature.</param>
    /// <inheritdoc cref="Verify(PackageIdentity, ReadOnlySpan{byte}, IReadOnlyCollection{VerificationKey})"/>
    public static Result<VerifiedSignature> Verify(
        PackageIdentity package,
        DsseEnvelope envelope,
        IReadOnlyCollection<VerificationKey> trustedKeys
    )
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(trustedKeys);
        if (CheckPayloadType(envelope) is { } wrongType)
        {
            return wrongType;
        }

        // Nothing of the payload is looked at before it is known to be signed.
        var signed = VerifySignatures(envelope, trustedKeys);
        if (!signed.TryGet(out var keyIds))
        {
            return signed.Propagate<VerifiedSignature>();
        }

        var parsed = Statement.Parse(envelope.Payload.Span);
        if (!parsed.TryGet(out var statement))
        {
            return parsed.Propagate<VerifiedSignature>();
        }

        var mismatch = Compare(package, statement);
        return mismatch is null ? new VerifiedSignature(statement, keyIds) : mismatch;
    }

    private static Result<ImmutableArray<string>> VerifySignatures(
        DsseEnvelope envelope,
        IReadOnlyCollection<VerificationKey> trustedKeys
    )
    {
        if (envelope.Signatures.IsEmpty)
        {
            return SignatureDiagnostics.SignatureMissing.Error("The envelope has no signature.", "Sign the package.");
        }

        // The key id is outside of what is signed: without one, and only then, every trusted key is tried.
        var checks = EnvelopeInspector.CheckSignatures(envelope, trustedKeys);
        ImmutableArray<string> verified = [.. checks.Where(c => c.State == SignatureState.Valid).Select(c => c.KeyId!)];
        return !verified.IsEmpty
            ? verified
            : Unverified(envelope, checks.LastOrDefault(c => c.State == SignatureState.Wrong)?.KeyId);
    }

    private static Diagnostic Unverified(DsseEnvelope envelope, string? wrong)
    {
        if (wrong is not null)
        {
            return SignatureDiagnostics.SignatureWrong.Error(
                $"The signature by the key {wrong} does not fit what it signs.",
                "Download the package and its signature again. If it stays so, do not install it."
            );
        }

        var keys = string.Join(", ", envelope.Signatures.Select(s => s.KeyId ?? "(unnamed)"));
        return SignatureDiagnostics.KeyUnknown.Error(
            $"The package is signed by {keys}, which is not trusted here.",
            "If you know whose key it is, trust it and try again."
        );
    }

    internal static Diagnostic? CheckPayloadType(DsseEnvelope envelope) =>
        envelope.PayloadType == Statement.PayloadType
            ? null
            : SignatureDiagnostics.PayloadTypeWrong.Error(
                $"The envelope's payload is '{envelope.PayloadType}', expected '{Statement.PayloadType}'.",
                "This is not the signature of a package."
            );

    internal static Diagnostic? Compare(PackageIdentity package, Statement statement)
    {
        var subject = statement.Subject[0];
        var said = statement.Predicate;
        ReadOnlySpan<(DiagnosticDescriptor Kind, string What, string Signed, string Found)> pairs =
        [
            (SignatureDiagnostics.SubjectDigestMismatch, "archive", subject.Digest.Sha256, package.ArchiveDigest.Hex),
            (SignatureDiagnostics.SubjectNameMismatch, "file", subject.Name, package.FileName),
            (SignatureDiagnostics.NameMismatch, "name", said.Name, package.Name.ToString()),
            (SignatureDiagnostics.VersionMismatch, "version", said.Version, package.Version.ToString()),
            (SignatureDiagnostics.TreeMismatch, "tree", said.TreeDigest, package.TreeDigest.ToString()),
            (SignatureDiagnostics.ManifestMismatch, "manifest", said.ManifestDigest, package.ManifestDigest.ToString()),
        ];
        foreach (var (kind, what, signed, found) in pairs)
        {
            if (!string.Equals(signed, found, StringComparison.Ordinal))
            {
                return kind.Error(
                    $"The {what} that was signed is '{signed}', the one at hand is '{found}'.",
                    "The signature belongs to another package: do not install this one."
                );
            }
        }

        return null;
    }
}
