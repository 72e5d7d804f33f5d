using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Signing;

/// <summary>Signs packages (JP design §8.2).</summary>
/// <param name="timeProvider">The clock for the statement's timestamp.</param>
public sealed class PackageSigner(TimeProvider timeProvider)
{
    /// <summary>Makes the envelope of a package.</summary>
    /// <param name="package">What is signed.</param>
    /// <param name="key">The author's key.</param>
    /// <param name="signer">Who signs: a name or an address.</param>
    public DsseEnvelope Sign(PackageIdentity package, SigningKey key, string signer)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(signer);
        var statement = new Statement
        {
            Type = Statement.StatementType,
            Subject = [new StatementSubject(package.FileName, new StatementDigest(package.ArchiveDigest.Hex))],
            PredicateType = Statement.SignaturePredicateType,
            Predicate = new SignaturePredicate(
                package.Name.ToString(),
                package.Version.ToString(),
                package.ManifestDigest.ToString(),
                package.TreeDigest.ToString(),
                signer,
                timeProvider.GetUtcNow()
            ),
        };
        return AddSignature(new DsseEnvelope(Statement.PayloadType, statement.ToJson(), []), key);
    }

    /// <summary>Adds a further signature over the same payload, such as the registry's to the author's. Verify the envelope before.</summary>
    /// <returns>The envelope with the signature; the same envelope when the key's is in it already.</returns>
    public static Result<DsseEnvelope> Countersign(DsseEnvelope envelope, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(key);
        var pae = envelope.PreAuthenticationEncoding();
        if (envelope.Signatures.Any(s => s.KeyId == key.PublicKey.KeyId && key.PublicKey.Verify(pae, s.Bytes.Span)))
        {
            return envelope;
        }

        return envelope.Signatures.Length < DsseEnvelope.MaxSignatures
            ? AddSignature(envelope, key)
            : SignatureDiagnostics.EnvelopeInvalid.Error(
                $"The envelope has {envelope.Signatures.Length} signatures, the most there may be.",
                "Sign the package anew."
            );
    }

    private static DsseEnvelope AddSignature(DsseEnvelope envelope, SigningKey key)
    {
        var signature = new DsseSignature(key.PublicKey.KeyId, key.Sign(envelope.PreAuthenticationEncoding()));
        return envelope with { Signatures = envelope.Signatures.Add(signature) };
    }
}
