using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Locking;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Plugins;

namespace Speckit.Host.Vendoring;

/// <summary>Makes a folder from which everything that is locked installs without any network: a static registry that holds exactly
/// that.</summary>
/// <param name="host">The project.</param>
/// <param name="packages">Finds the packages; null where the folder itself has to have them.</param>
public sealed class PluginVendor(HostEnvironment host, LockedPackages? packages)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Fills the folder, replacing what was vendored there before.</summary>
    /// <param name="directory">The folder, absolute.</param>
    /// <param name="cancellationToken">Ends the operation before anything is changed.</param>
    /// <exception cref="IOException">The folder cannot be written; it is as it was.</exception>
    public async Task<Result<VendorOutcome>> VendorAsync(string directory, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (FindObstacle(directory) is { } obstacle)
        {
            return obstacle;
        }

        var collected = await CollectAsync(directory, cancellationToken);
        if (!collected.TryGet(out var vendored))
        {
            return collected.Propagate<VendorOutcome>();
        }

        var acquired = await ProjectWriteLock.AcquireAsync(host.Project, Patience, host.Time, cancellationToken);
        if (!acquired.TryGet(out var held))
        {
            return acquired.Propagate<VendorOutcome>();
        }

        using (held)
        {
            VendorWriter.Recover(directory);
            var files = VendorContents.Of(vendored);
            var differences = VendorComparison.Run(directory, files, cancellationToken);
            if (!differences.IsEmpty)
            {
                VendorWriter.Write(directory, files, cancellationToken);
            }

            return new VendorOutcome(directory, [.. vendored.Select(Describe)], differences);
        }
    }

    /// <summary>Compares the folder with the lock file. Nothing but the folder is looked at, and nothing is changed.</summary>
    /// <param name="directory">The folder, absolute.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The folder, with what differs.</returns>
    public Result<VendorOutcome> Check(string directory, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var opened = ReadVendorable();
        if (!opened.TryGet(out var lockFile))
        {
            return opened.Propagate<VendorOutcome>();
        }

        var vendored = new List<VendoredPackage>();
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, locked) in lockFile.Plugins)
        {
            var found = FindInFolder(directory, name, locked, cancellationToken);
            if (found.TryGet(out var package))
            {
                vendored.Add(package);
            }
            else
            {
                missing.Add($"{name} {locked.Version} is missing: {found.Diagnostics[0].Message}");
            }
        }

        var differences = VendorComparison.Run(directory, VendorContents.Of(vendored), cancellationToken);
        return new VendorOutcome(
            directory,
            [.. vendored.Select(Describe)],
            missing.Count > 0 ? missing.ToImmutable() : differences
        );
    }

    private Diagnostic? FindObstacle(string directory)
    {
        var state = host.Project.Directory;
        var isOurs =
            directory == state || directory.StartsWith(state + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return isOurs
            ? HostDiagnostics.VendorTargetRefused.Error(
                $"'{directory}' is in the project's state folder",
                "name a folder of the project, such as vendor/speckit"
            )
            : VendorLayout.FindObstacle(directory);
    }

    private async Task<Result<ImmutableArray<VendoredPackage>>> CollectAsync(
        string directory,
        CancellationToken cancellationToken
    )
    {
        var opened = ReadVendorable();
        if (!opened.TryGet(out var lockFile))
        {
            return opened.Propagate<ImmutableArray<VendoredPackage>>();
        }

        var vendored = ImmutableArray.CreateBuilder<VendoredPackage>(lockFile.Plugins.Count);
        foreach (var (name, locked) in lockFile.Plugins)
        {
            var found = await FindAsync(directory, name, locked, cancellationToken);
            if (!found.TryGet(out var package))
            {
                return found.Propagate<ImmutableArray<VendoredPackage>>();
            }

            vendored.Add(package);
        }

        return vendored.MoveToImmutable();
    }

    private Result<LockFile> ReadVendorable()
    {
        var opened = ProjectTransaction.ReadLockFile(host);
        if (!opened.TryGet(out var lockFile))
        {
            return opened;
        }

        var links = lockFile
            .Plugins.Where(p => p.Value.IsLink)
            .Select(p =>
                HostDiagnostics.VendorLinked.Error(
                    $"{p.Key} is used in place from {p.Value.Resolved[LockedPlugin.LinkScheme.Length..]}: there is no package that another machine could install",
                    $"install its package first: 'specify plugin build', then 'specify plugin install' of the archive, or 'specify plugin remove {p.Key}'"
                )
            )
            .ToImmutableArray();
        return links.IsEmpty ? lockFile : Result<LockFile>.Failure(links);
    }

    private async Task<Result<VendoredPackage>> FindAsync(
        string directory,
        PluginName name,
        LockedPlugin locked,
        CancellationToken cancellationToken
    )
    {
        var source = packages ?? throw new InvalidOperationException("Without packages a folder can only be checked.");
        var found = await source.FindAsync(name, locked, cancellationToken);
        if (!found.TryGet(out var acquired))
        {
            // What was vendored before and is not to be had any more is in the folder still.
            var kept = FindInFolder(directory, name, locked, cancellationToken);
            return kept.Succeeded ? kept : found.Propagate<VendoredPackage>();
        }

        var opened = PluginPackage.Open(
            acquired.ArchivePath!,
            expectedArchiveDigest: Sha256Digest.Parse(locked.Archive),
            cancellationToken: cancellationToken
        );
        if (!opened.TryGet(out var package))
        {
            return opened.Propagate<VendoredPackage>();
        }

        return Vendored(
            locked,
            package,
            acquired.ArchivePath!,
            locked.KeyId is null
                ? null
                : new VendorSignatures(host, directory).Find(name, locked, package, false, acquired.Origin.Keys)
        );
    }

    private Result<VendoredPackage> FindInFolder(
        string directory,
        PluginName name,
        LockedPlugin locked,
        CancellationToken cancellationToken
    )
    {
        var digest = Sha256Digest.Parse(locked.Archive);
        var path = Path.Combine(directory, VendorLayout.ArchivePath(digest));
        if (!File.Exists(path))
        {
            return HostDiagnostics.LockedUnavailable.Error($"there is no {VendorLayout.ArchivePath(digest)}");
        }

        var opened = PluginPackage.Open(path, expectedArchiveDigest: digest, cancellationToken: cancellationToken);
        return !opened.TryGet(out var package) ? opened.Propagate<VendoredPackage>()
            : package.Contents.TreeDigest.ToString() != locked.Tree
                ? HostDiagnostics.PackageMismatch.Error("its files are not the locked ones")
            : Vendored(
                locked,
                package,
                path,
                locked.KeyId is null
                    ? null
                    : new VendorSignatures(host, directory).Find(name, locked, package, onlyFolder: true)
            );
    }

    private static Result<VendoredPackage> Vendored(
        LockedPlugin locked,
        PluginPackage package,
        string path,
        Result<VendoredSignature>? signature
    ) =>
        signature is null ? new VendoredPackage(locked, package, path, null)
        : signature.TryGet(out var found) ? new VendoredPackage(locked, package, path, found)
        : signature.Propagate<VendoredPackage>();

    private static VendoredPlugin Describe(VendoredPackage vendored) =>
        new(
            vendored.Package.Manifest.Name,
            vendored.Package.Manifest.Version,
            vendored.Package.Contents.ArchiveSize,
            vendored.Signature is not null
        );
}
