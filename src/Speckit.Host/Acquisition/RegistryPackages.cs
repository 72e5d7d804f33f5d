using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client;
using Speckit.Registry.Client.Configuration;
using Speckit.Registry.Client.Downloads;
using Speckit.Registry.Client.Index;

namespace Speckit.Host.Acquisition;

/// <summary>Packages from registries: the first registry, in their order, that has the name is asked and no other (decisions, 14).</summary>
/// <param name="sources">The registries, the first to be asked first.</param>
public sealed class RegistryPackages(ImmutableArray<RegistrySource> sources)
{
    /// <summary>Finds, fetches and verifies a plugin.</summary>
    internal async Task<Result<AcquiredPackage>> AcquireAsync(
        InstallSource.FromRegistry wanted,
        int steps,
        IAcquisitionObserver observer,
        RequirementCheck check,
        CancellationToken cancellationToken
    )
    {
        observer.Step(1, steps, "Resolving dependencies...");
        var found = await FindAsync(wanted, observer, cancellationToken);
        if (!found.TryGet(out var choice))
        {
            return found.Propagate<AcquiredPackage>();
        }

        var (source, entry) = choice;
        observer.Done($"{entry.Name} {entry.Version} ({source.Endpoint.Name})");
        var problems = await check(PluginRequirements.Of(entry), cancellationToken);
        if (!problems.IsEmpty)
        {
            return Result<AcquiredPackage>.Failure(problems);
        }

        observer.Step(2, steps, $"Downloading {entry.Name}@{entry.Version}...");
        observer.Note($"Source: {source.Endpoint.Name} ({source.Endpoint.Url})");
        observer.Note($"Size: {ByteSize.Format(entry.Size)}");
        var progress = new SynchronousProgress(p => observer.Downloaded(p.Done, p.Total));
        var downloaded = await source.Client.DownloadAsync(entry, progress, cancellationToken);
        if (!downloaded.TryGet(out var path))
        {
            return downloaded.Propagate<AcquiredPackage>();
        }

        observer.Step(3, steps, "Verifying signatures...");
        return await VerifyAsync(source, entry, path, observer, check, cancellationToken);
    }

    private async Task<Result<(RegistrySource Source, IndexEntry Entry)>> FindAsync(
        InstallSource.FromRegistry wanted,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        if (sources.IsEmpty)
        {
            return RegistryConfiguration.NoRegistry();
        }

        foreach (var source in sources)
        {
            var read = await source.Client.GetIndexAsync(wanted.Name, cancellationToken);
            if (read.TryGet(out var index))
            {
                foreach (var warning in read.Diagnostics)
                {
                    observer.Warn(warning);
                }

                return Choose(source, index, wanted);
            }

            if (read.Diagnostics.Any(d => d.Descriptor != RegistryClientDiagnostics.PluginNotFound))
            {
                // A registry that cannot be asked is not skipped: the next one's plugin of that name may be somebody else's.
                return read.Propagate<(RegistrySource, IndexEntry)>();
            }
        }

        var names = string.Join(", ", sources.Select(s => s.Endpoint.Name));
        return RegistryClientDiagnostics.PluginNotFound.Error(
            $"no plugin {wanted.Name} in {names}",
            $"run 'specify plugin search {wanted.Name.Name}'"
        );
    }

    private static Result<(RegistrySource Source, IndexEntry Entry)> Choose(
        RegistrySource source,
        PluginIndex index,
        InstallSource.FromRegistry wanted
    )
    {
        var best = index
            .Entries.Where(e => !e.Yanked && source.Endpoint.Filter.Admits(e))
            .Select(e => (Entry: e, Version: SemanticVersion.Parse(e.Version)))
            .Where(c => wanted.Range is null ? !c.Version.IsPrerelease : wanted.Range.Contains(c.Version))
            .OrderByDescending(c => c.Version)
            .Select(c => c.Entry)
            .FirstOrDefault();
        if (best is not null)
        {
            return (source, best);
        }

        var there = index.Entries.Select(e => e.Yanked ? $"{e.Version} (yanked)" : e.Version);
        var asked = wanted.Range is null ? "a release" : wanted.Range.Text;
        return HostDiagnostics.NoMatchingVersion.Error(
            $"{source.Endpoint.Name} has no version of {wanted.Name} that satisfies {asked}",
            $"there are: {string.Join(", ", there)}"
        );
    }

    private static async Task<Result<AcquiredPackage>> VerifyAsync(
        RegistrySource source,
        IndexEntry entry,
        string path,
        IAcquisitionObserver observer,
        RequirementCheck check,
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

        if (CheckPromise(source, entry, package) is { } mismatch)
        {
            return mismatch;
        }

        var origin = await VerifySignatureAsync(source, entry, package, observer, cancellationToken);
        var problems = origin.Succeeded
            ? await check(PluginRequirements.Of(package.Manifest), cancellationToken)
            : origin.Diagnostics;
        return origin.TryGet(out var verified) && problems.IsEmpty
            ? new AcquiredPackage(path, package, ResolvedUrl(source, entry), verified)
            : Result<AcquiredPackage>.Failure(problems);
    }

    private static Diagnostic? CheckPromise(RegistrySource source, IndexEntry entry, PluginPackage package)
    {
        var manifest = package.Manifest;
        var same =
            manifest.Name.ToString() == entry.Name
            && manifest.Version.ToString() == entry.Version
            && package.Contents.TreeDigest.ToString() == entry.Tree
            && manifest.Requires.Capabilities.ToHashSet().SetEquals(entry.Capabilities);
        return same
            ? null
            : HostDiagnostics.PackageMismatch.Error(
                $"the archive of {entry.Name}@{entry.Version} is not what {source.Endpoint.Name} says of it: it holds {manifest.Name}@{manifest.Version}",
                "do not install it, and tell the registry's operator"
            );
    }

    private static async Task<Result<PackageOrigin>> VerifySignatureAsync(
        RegistrySource source,
        IndexEntry entry,
        PluginPackage package,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        if (entry.KeyId is not { } keyId || entry.Trust == TrustLevel.Unsigned)
        {
            observer.Note("Not signed");
            return PackageOrigin.Unsigned;
        }

        var envelope = await source.Client.DownloadSignatureAsync(entry, cancellationToken);
        var answered = await source.Client.GetKeyAsync(keyId, cancellationToken);
        if (!envelope.TryGet(out var bytes) || !answered.TryGet(out var key))
        {
            return envelope.Succeeded ? answered.Propagate<PackageOrigin>() : envelope.Propagate<PackageOrigin>();
        }

        if (key.Revoked is { } revoked)
        {
            return HostDiagnostics.KeyRevoked.Error(
                $"{entry.Name} {entry.Version} is signed with the key {keyId}, which its publisher revoked on {revoked:yyyy-MM-dd}",
                "choose a version that is signed with another key"
            );
        }

        var parsed = VerificationKey.Parse(key.Pem);
        var verified = parsed.Succeeded
            ? PackageVerifier.Verify(package.Identity, bytes, [parsed.Value])
            : parsed.Propagate<VerifiedSignature>();
        if (!verified.TryGet(out var signature))
        {
            return verified.Propagate<PackageOrigin>();
        }

        observer.Done($"Manifest signature valid (signed by: {signature.Signer})");
        observer.Done("Package signature valid");
        observer.Done($"Timestamp: {signature.Statement.Predicate.Timestamp:yyyy-MM-ddTHH:mm:ssZ}");
        return new PackageOrigin(entry.Trust, signature.Signer, keyId);
    }

    private static string ResolvedUrl(RegistrySource source, IndexEntry entry) =>
        new Uri(
            $"{source.Endpoint.Url.AbsoluteUri.TrimEnd('/')}/plugins/{entry.Name}/versions/{Uri.EscapeDataString(entry.Version)}/download"
        ).AbsoluteUri;

    /// <summary>Progress shown where it happens, in order: <see cref="Progress{T}"/> hands it to the thread pool.</summary>
    private sealed class SynchronousProgress(Action<DownloadProgress> report) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => report(value);
    }
}
