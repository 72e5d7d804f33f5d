using Speckit.Host.Locking;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Plugins;
using Speckit.Registry.Client;

namespace Speckit.Host.Integrity;

/// <summary>The archive that an installed plugin was extracted from, as it is kept in the cache.</summary>
/// <param name="ArchivePath">Where it is.</param>
/// <param name="SignaturePath">Where its signature is, if there is one.</param>
/// <param name="Package">What it holds; its digest is the locked one.</param>
public sealed record KeptPackage(string ArchivePath, string SignaturePath, PluginPackage Package)
{
    /// <summary>Opens the archive of an installed plugin.</summary>
    /// <returns>The archive, <c>SPK5025</c> when it is not kept, or <c>SPK5015</c> when it holds something else than is locked.</returns>
    public static Result<KeptPackage> Open(
        HostEnvironment host,
        PluginName name,
        LockedPlugin locked,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(locked);
        if (!Sha256Digest.TryParse(locked.Archive, out var digest))
        {
            return HostDiagnostics.LockedUnavailable.Error(
                $"{name} is a linked folder: it has no archive that could have a signature",
                "links are for development; install its package to have it verified"
            );
        }

        var path = new RegistryCache(host.User.CacheDirectory).ArchivePath(digest);
        if (!File.Exists(path))
        {
            return HostDiagnostics.LockedUnavailable.Error(
                $"the archive of {name} {locked.Version} ({locked.Archive}) is not in the cache any more",
                $"install it again: 'specify plugin install {name}@{locked.Version}'"
            );
        }

        var opened = PluginPackage.Open(path, expectedArchiveDigest: digest, cancellationToken: cancellationToken);
        if (!opened.TryGet(out var package))
        {
            return opened.Propagate<KeptPackage>();
        }

        return FindMismatch(name, locked, package) is { } mismatch
            ? mismatch
            : new KeptPackage(path, path + PackageFileName.SignatureSuffix, package);
    }

    /// <summary>A lock file may name the archive of another plugin, whose signature is right and says nothing about this one.</summary>
    private static Diagnostic? FindMismatch(PluginName name, LockedPlugin locked, PluginPackage package)
    {
        var identity = package.Identity;
        var isSame =
            identity.Name.Equals(name)
            && identity.Version == locked.Version
            && (locked.Modified || identity.TreeDigest.ToString() == locked.Tree);
        return isSame
            ? null
            : HostDiagnostics.PackageMismatch.Error(
                $"the lock file says that {name} {locked.Version} is the archive {locked.Archive}, which holds {identity.Name} {identity.Version} with the files {identity.TreeDigest}",
                "restore the lock file from version control"
            );
    }
}
