using Speckit.Manifests.Canonical;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Signing;
using Speckit.Registry.Storage.Keys;
using Speckit.Registry.Storage.Plugins;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Features.Publish;

/// <summary>Checks that a publisher's own key signed exactly this package (JP design §8.2).</summary>
internal sealed class SignatureCheck(KeyStore keys)
{
    /// <summary>Checks it. A publisher's first key may come along with the upload; later ones are registered before.</summary>
    public Result<CheckedSignature> Verify(
        Upload upload,
        PluginManifest manifest,
        PackageContents contents,
        AccessToken publisher
    )
    {
        if (upload.Signature is null)
        {
            return new CheckedSignature(null, null);
        }

        var parsed = DsseEnvelope.Parse(upload.Signature);
        if (!parsed.TryGet(out var envelope))
        {
            return parsed.Propagate<CheckedSignature>();
        }

        var found = FindKey(envelope, upload.PublicKey, publisher);
        if (!found.TryGet(out var candidate))
        {
            return found.Propagate<CheckedSignature>();
        }

        var digest = ManifestDigest.Compute(contents.ManifestYaml.Span);
        if (!digest.TryGet(out var manifestDigest))
        {
            return digest.Propagate<CheckedSignature>();
        }

        var identity = PackageIdentity.Of(
            contents,
            manifest.Name,
            manifest.Version,
            Sha256Digest.Parse(manifestDigest)
        );
        var verified = PackageVerifier.Verify(identity, envelope, [candidate.Key]);
        return verified.Succeeded
            ? new CheckedSignature(
                candidate.Key.KeyId,
                candidate.IsNew ? new NewKey(candidate.Key.KeyId, candidate.Key.Pem) : null
            )
            : verified.Propagate<CheckedSignature>();
    }

    private Result<Candidate> FindKey(DsseEnvelope envelope, string? publicKey, AccessToken publisher)
    {
        foreach (var signature in envelope.Signatures)
        {
            if (signature.KeyId is not null && keys.Find(signature.KeyId) is { } registered)
            {
                var key = VerificationKey.Parse(registered.Pem);
                return KeyStore.Check(registered, publisher) is { } problem ? problem
                    : key.Succeeded ? new Candidate(key.Value, IsNew: false)
                    : key.Propagate<Candidate>();
            }
        }

        return publicKey is null ? NotRegistered(publisher) : FirstKey(publicKey, publisher);
    }

    private Result<Candidate> FirstKey(string pem, AccessToken publisher)
    {
        var parsed = VerificationKey.Parse(pem);
        if (!parsed.TryGet(out var key))
        {
            return parsed.Propagate<Candidate>();
        }

        if (keys.Find(key.KeyId) is { } registered)
        {
            return KeyStore.Check(registered, publisher) is { } problem ? problem : new Candidate(key, IsNew: false);
        }

        // A stolen token alone must not be enough to bring a new key in beside those that are there.
        return keys.HasAny(publisher.PublisherId) ? NotRegistered(publisher) : new Candidate(key, IsNew: true);
    }

    private static Diagnostic NotRegistered(AccessToken publisher) =>
        RegistryDiagnostics.KeyNotRegistered.Error(
            $"The package is signed with a key that '{publisher.Publisher}' has not registered.",
            "Register it first: POST /keys. The first key of a publisher may come along as the part publicKey."
        );

    private sealed record Candidate(VerificationKey Key, bool IsNew);
}

/// <summary>A signature that was found to be right, or none where none is demanded.</summary>
/// <param name="KeyId">The key, or null without a signature.</param>
/// <param name="FirstKey">The key, when it is to be registered with the version.</param>
internal sealed record CheckedSignature(string? KeyId, NewKey? FirstKey);
