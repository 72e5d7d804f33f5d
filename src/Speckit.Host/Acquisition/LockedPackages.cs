using System.Collections.Immutable;
using Speckit.Host.Locking;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Plugins;
using Speckit.Registry.Client;

namespace Speckit.Host.Acquisition;

/// <summary>Finds the very packages that a lock file names, wherever they are to be had: a digest says which is meant.</summary>
/// <param name="host">The project.</param>
/// <param name="acquirer">Reads what is on this machine.</param>
/// <param name="registryPackages">Verifies what a registry has.</param>
/// <param name="registries">The registries that may be asked.</param>
/// <param name="observer">Whom to tell.</param>
public sealed class LockedPackages(
    HostEnvironment host,
    PackageAcquirer acquirer,
    RegistryPackages registryPackages,
    ImmutableArray<RegistrySource> registries,
    IAcquisitionObserver observer
)
{
    /// <summary>The package of a lock file's entry, with exactly its digests.</summary>
    internal async Task<Result<AcquiredPackage>> FindAsync(
        PluginName name,
        LockedPlugin locked,
        CancellationToken cancellationToken
    )
    {
        if (locked.IsLink)
        {
            return OpenLink(locked);
        }

        if (locked.Modified)
        {
            return HostDiagnostics.LockedUnavailable.Error(
                $"{name} {locked.Version} was changed by hand and accepted so: there is no package with its files",
                $"install it anew: 'specify plugin install {name}@{locked.Version}'"
            );
        }

        // A signed package is verified anew where its registry can be asked; the archive itself comes from the cache all the same.
        var asked = locked.KeyId is null ? null : await FindInRegistriesAsync(name, locked, cancellationToken);
        if (asked is { Succeeded: false } && asked.Diagnostics[0].Descriptor.Kind != FailureKind.Unreachable)
        {
            return asked;
        }

        Result<AcquiredPackage> found =
            (asked is { Succeeded: true } ? asked : null)
            ?? FindInCache(locked)
            ?? asked
            ?? await FindInRegistriesAsync(name, locked, cancellationToken)
            ?? await FindAtSourceAsync(name, locked, cancellationToken);
        return !found.TryGet(out var package) || package.Tree == locked.Tree
            ? found
            : HostDiagnostics.PackageMismatch.Error(
                $"the archive of {name} {locked.Version} has the files {package.Tree}, and the lock file says {locked.Tree}",
                "restore the lock file from version control"
            );
    }

    /// <summary>What was fetched once needs nobody's word but the digest's; its trust is what was locked.</summary>
    private Result<AcquiredPackage>? FindInCache(LockedPlugin locked)
    {
        var digest = Sha256Digest.Parse(locked.Archive);
        var kept = new RegistryCache(host.User.CacheDirectory).ArchivePath(digest);
        if (!File.Exists(kept) || !PluginPackage.Open(kept, expectedArchiveDigest: digest).TryGet(out var package))
        {
            return null;
        }

        return AcquiredPackage.Of(kept, package, locked.Resolved, OriginOf(locked));
    }

    private async Task<Result<AcquiredPackage>?> FindInRegistriesAsync(
        PluginName name,
        LockedPlugin locked,
        CancellationToken cancellationToken
    )
    {
        Result<AcquiredPackage>? unreachable = null;
        foreach (var source in registries)
        {
            var read = await source.Client.GetIndexAsync(name, cancellationToken);
            if (read.TryGet(out var index))
            {
                if (index.Entries.FirstOrDefault(e => e.Archive == locked.Archive) is { } entry)
                {
                    return await FetchAsync(source, entry, locked, cancellationToken);
                }
            }
            else if (read.Diagnostics[0].Descriptor.Kind == FailureKind.Unreachable)
            {
                unreachable ??= read.Propagate<AcquiredPackage>();
            }
        }

        return ResolvedPath.Local(host.Project, locked.Resolved) is null ? unreachable : null;
    }

    private async Task<Result<AcquiredPackage>> FetchAsync(
        RegistrySource source,
        IndexEntry entry,
        LockedPlugin locked,
        CancellationToken cancellationToken
    )
    {
        var fetched = await RegistryPackages.FetchAsync(source, entry, observer, cancellationToken);
        if (!fetched.TryGet(out var path))
        {
            return fetched.Propagate<AcquiredPackage>();
        }

        var verified = await registryPackages.VerifyAsync(source, entry, path, observer, cancellationToken);
        return !verified.TryGet(out var package) ? verified
            : package.Origin.KeyId == locked.KeyId ? package with { Resolved = locked.Resolved }
            : HostDiagnostics.PackageMismatch.Error(
                $"{entry.Name} {entry.Version} is signed with {package.Origin.KeyId ?? "no key"}, and the lock file says {locked.KeyId ?? "no key"}",
                "restore the lock file from version control, or install the plugin anew"
            );
    }

    private async Task<Result<AcquiredPackage>> FindAtSourceAsync(
        PluginName name,
        LockedPlugin locked,
        CancellationToken cancellationToken
    )
    {
        var digest = Sha256Digest.Parse(locked.Archive);
        if (ResolvedPath.Local(host.Project, locked.Resolved) is { } path)
        {
            InstallSource? source =
                File.Exists(path) ? new InstallSource.FromArchive(path)
                : Directory.Exists(path) ? new InstallSource.FromFolder(path)
                : null;
            if (source is null)
            {
                return Unavailable(name, locked, $"'{path}' is not there");
            }

            var opened = await acquirer.OpenAsync(source, observer, cancellationToken);
            return !opened.TryGet(out var local) ? opened.Propagate<AcquiredPackage>()
                : local.Package?.Contents.ArchiveDigest == digest
                    ? AcquiredPackage.Of(local.ArchivePath!, local.Package, locked.Resolved, OriginOf(locked))
                : Unavailable(name, locked, $"'{path}' holds something else now");
        }

        if (
            Uri.TryCreate(locked.Resolved, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)
        )
        {
            var fetched = await acquirer.OpenAsync(new InstallSource.FromUrl(url, digest), observer, cancellationToken);
            return fetched.TryGet(out var local) && local.Package is { } package
                ? AcquiredPackage.Of(local.ArchivePath!, package, locked.Resolved, OriginOf(locked))
                : Unavailable(name, locked, fetched.Diagnostics[0].Message);
        }

        return Unavailable(name, locked, "no registry has it");
    }

    private Result<AcquiredPackage> OpenLink(LockedPlugin locked)
    {
        var path = ResolvedPath.Local(host.Project, locked.Resolved)!;
        if (!File.Exists(Path.Combine(path, PluginManifest.FileName)))
        {
            return HostDiagnostics.LockedUnavailable.Error(
                $"the linked folder '{path}' has no {PluginManifest.FileName}",
                "links are for development on one machine: remove the plugin, or install its package"
            );
        }

        var opened = LocalPackages.OpenLink(path);
        return opened.TryGet(out var local)
            ? new AcquiredPackage
            {
                Manifest = local.Manifest,
                Resolved = local.Resolved,
                Origin = PackageOrigin.Unsigned,
                Link = local.Link,
            }
            : opened.Propagate<AcquiredPackage>();
    }

    private static Diagnostic Unavailable(PluginName name, LockedPlugin locked, string why) =>
        HostDiagnostics.LockedUnavailable.Error(
            $"{name} {locked.Version} ({locked.Archive}) cannot be had: {why}",
            $"it was installed from {locked.Resolved}; make that available, or use a folder of 'specify plugin vendor'"
        );

    private static PackageOrigin OriginOf(LockedPlugin locked) =>
        new(locked.Trust, locked.Signer, locked.KeyId is { } key ? [key] : []) { IsClaimed = true };
}
