using Speckit.Host.Publishers;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Downloads;

namespace Speckit.Host.Acquisition;

/// <summary>Fetches packages that a registry's index names, and verifies that they are what it promised.</summary>
/// <param name="publishers">Whose keys are known, for when the registry cannot be asked.</param>
public sealed class RegistryPackages(PublisherStore publishers)
{
    /// <summary>The path of a version's archive on this machine.</summary>
    internal static async Task<Result<string>> FetchAsync(
        RegistrySource source,
        IndexEntry entry,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        observer.Note($"Source: {source.Endpoint.Name} ({source.Endpoint.Url})");
        observer.Note($"Size: {ByteSize.Format(entry.Size)}");
        var progress = new SynchronousProgress(p => observer.Downloaded(p.Done, p.Total));
        return await source.Client.DownloadAsync(entry, progress, cancellationToken);
    }

    /// <summary>Checks an archive against its line of the index, and its signature.</summary>
    internal async Task<Result<AcquiredPackage>> VerifyAsync(
        RegistrySource source,
        IndexEntry entry,
        string path,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        var inspected = PluginPackage.Open(
            path,
            expectedArchiveDigest: Sha256Digest.Parse(entry.Archive),
            cancellationToken: cancellationToken
        );
        if (!inspected.TryGet(out var package))
        {
            return inspected.Propagate<AcquiredPackage>();
        }

        if (IndexPromise.FindBreach(source.Endpoint.Name, entry, package) is { } breach)
        {
            return breach;
        }

        var origin = await VerifySignatureAsync(source, entry, package, observer, cancellationToken);
        return origin.TryGet(out var verified)
            ? AcquiredPackage.Of(path, package, RegistryOrigin.Resolved(source.Endpoint, entry), verified)
            : origin.Propagate<AcquiredPackage>();
    }

    private async Task<Result<PackageOrigin>> VerifySignatureAsync(
        RegistrySource source,
        IndexEntry entry,
        PluginPackage package,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        if (entry.KeyId is not { } keyId || entry.Trust == TrustLevel.Unsigned)
        {
            observer.Note($"{entry.Name} is not signed");
            return PackageOrigin.Unsigned;
        }

        var envelope = await source.Client.DownloadSignatureAsync(entry, cancellationToken);
        var found = envelope.Succeeded
            ? await FindKeyAsync(source, entry, keyId, observer, cancellationToken)
            : envelope.Propagate<VerificationKey>();
        if (!envelope.TryGet(out var bytes) || !found.TryGet(out var key))
        {
            return found.Propagate<PackageOrigin>();
        }

        var verified = PackageVerifier.Verify(package.Identity, bytes, [key, .. Others(keyId)]);
        if (!verified.TryGet(out var signature))
        {
            return verified.Propagate<PackageOrigin>();
        }

        if (!signature.KeyIds.Contains(keyId))
        {
            return SignatureDiagnostics.SignatureWrong.Error(
                $"{entry.Name} {entry.Version} is not signed with the key {keyId} that {source.Endpoint.Name} names.",
                "Do not install it, and tell the registry's operator."
            );
        }

        observer.Done($"Manifest signature valid (signed by: {signature.Signer})");
        observer.Done("Package signature valid");
        observer.Done($"Timestamp: {signature.Statement.Predicate.Timestamp:yyyy-MM-ddTHH:mm:ssZ}");
        return new PackageOrigin(entry.Trust, signature.Signer, [keyId, .. signature.KeyIds.Where(k => k != keyId)])
        {
            Keys = [key],
        };
    }

    /// <summary>The key that the index names: from the registry, which also says whether it was revoked; without the registry the one that
    /// is known already.</summary>
    private async Task<Result<VerificationKey>> FindKeyAsync(
        RegistrySource source,
        IndexEntry entry,
        string keyId,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        var answered = await source.Client.GetKeyAsync(keyId, cancellationToken);
        if (answered.TryGet(out var key))
        {
            return key.Revoked is { } revoked
                ? HostDiagnostics.KeyRevoked.Error(
                    $"{entry.Name} {entry.Version} is signed with the key {keyId}, which its publisher revoked on {revoked:yyyy-MM-dd}",
                    "choose a version that is signed with another key"
                )
                : VerificationKey.Parse(key.Pem);
        }

        if (
            answered.Diagnostics[0].Descriptor.Kind != FailureKind.Unreachable
            || publishers.FindKey(keyId) is not { } known
        )
        {
            return answered.Propagate<VerificationKey>();
        }

        observer.Warn(
            HostDiagnostics.RevocationUnknown.Warning(
                $"{source.Endpoint.Name} cannot be asked whether the key {keyId[..16]}… was revoked",
                "the key known from before is used"
            )
        );
        return known;
    }

    private IEnumerable<VerificationKey> Others(string keyId) => publishers.KnownKeys().Where(k => k.KeyId != keyId);

    /// <summary>Progress shown where it happens, in order: <see cref="Progress{T}"/> hands it to the thread pool.</summary>
    internal sealed class SynchronousProgress(Action<DownloadProgress> report) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => report(value);
    }
}
