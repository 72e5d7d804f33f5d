using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Signing;

/// <summary>Looks at an envelope's parts one by one, to show them or to add to them. Whether a package may be trusted is
/// <see cref="PackageVerifier"/>'s to say.</summary>
public static class EnvelopeInspector
{
    /// <summary>Every signature of an envelope, in its order.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="knownKeys">The keys that signatures can be checked with.</param>
    public static ImmutableArray<SignatureCheck> CheckSignatures(
        DsseEnvelope envelope,
        IReadOnlyCollection<VerificationKey> knownKeys
    )
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(knownKeys);
        var pae = envelope.PreAuthenticationEncoding();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. envelope.Signatures.Select(signature => Check(signature, pae, knownKeys, seen))];
    }

    /// <summary>What the envelope says about this very package. Whoever adds a signature signs all of it, so it is compared first.
    /// Nothing here says who made it.</summary>
    /// <returns>The statement, or <c>SPK3002</c> and <c>SPK3006</c> to <c>SPK3012</c>.</returns>
    public static Result<Statement> ReadStatement(DsseEnvelope envelope, PackageIdentity package)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(package);
        if (PackageVerifier.CheckPayloadType(envelope) is { } wrongType)
        {
            return wrongType;
        }

        var parsed = Statement.Parse(envelope.Payload.Span);
        return parsed.TryGet(out var statement) && PackageVerifier.Compare(package, statement) is { } mismatch
            ? mismatch
            : parsed;
    }

    private static SignatureCheck Check(
        DsseSignature signature,
        byte[] pae,
        IReadOnlyCollection<VerificationKey> knownKeys,
        HashSet<string> seen
    )
    {
        var candidates = knownKeys.Where(key => signature.KeyId is null || key.KeyId == signature.KeyId).ToList();
        var key = candidates.Find(candidate => candidate.Verify(pae, signature.Bytes.Span));
        if (key is not null)
        {
            return new SignatureCheck(key.KeyId, seen.Add(key.KeyId) ? SignatureState.Valid : SignatureState.Repeated);
        }

        // Without a key id, a key that does not fit says nothing: it may be another's.
        var isWrong = signature.KeyId is not null && candidates.Count > 0;
        return new SignatureCheck(signature.KeyId, isWrong ? SignatureState.Wrong : SignatureState.Unknown);
    }
}
