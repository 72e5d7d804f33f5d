using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Acquisition;

/// <summary>Brings what a user asked for onto this machine and verifies it: nothing of a project is touched.</summary>
/// <param name="local">Files and folders.</param>
/// <param name="registries">Registries.</param>
public sealed class PackageAcquirer(LocalPackages local, RegistryPackages registries)
{
    /// <summary>Acquires a package. Reports the steps "resolving", "downloading" and "verifying".</summary>
    /// <param name="source">What was asked for.</param>
    /// <param name="steps">How many steps the whole operation has.</param>
    /// <param name="observer">Whom to tell.</param>
    /// <param name="check">Whether it would run here.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<Result<AcquiredPackage>> AcquireAsync(
        InstallSource source,
        int steps,
        IAcquisitionObserver observer,
        RequirementCheck check,
        CancellationToken cancellationToken
    ) =>
        source switch
        {
            InstallSource.FromArchive archive => local.FromArchiveAsync(
                archive.Path,
                steps,
                observer,
                check,
                cancellationToken
            ),
            InstallSource.FromFolder folder => local.FromFolderAsync(
                folder.Path,
                steps,
                observer,
                check,
                cancellationToken
            ),
            InstallSource.FromRegistry wanted => registries.AcquireAsync(
                wanted,
                steps,
                observer,
                check,
                cancellationToken
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Not a source."),
        };
}
