using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Acquisition;

/// <summary>Brings planned packages onto this machine and verifies them: nothing of a project is touched.</summary>
/// <param name="local">Files and folders.</param>
/// <param name="registries">Registries.</param>
public sealed class PackageAcquirer(LocalPackages local, RegistryPackages registries)
{
    /// <summary>Reads what is on this machine already, or fetches the archive that a URL names.</summary>
    internal async Task<Result<LocalPackage>> OpenAsync(
        InstallSource source,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    ) =>
        source switch
        {
            InstallSource.FromArchive archive => LocalPackages.OpenArchive(
                archive.Path,
                "file:" + archive.Path,
                expected: null,
                cancellationToken
            ),
            InstallSource.FromFolder folder => local.OpenFolder(folder.Path, cancellationToken),
            InstallSource.FromLink link => LocalPackages.OpenLink(link.Path),
            InstallSource.FromUrl url => await local.OpenUrlAsync(url, observer, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Not a package of its own."),
        };

    /// <summary>Fetches every archive that is not here yet, in the plan's order.</summary>
    /// <returns>The archives' paths, null for packages that were here already.</returns>
    internal static async Task<Result<ImmutableArray<string?>>> FetchAsync(
        ImmutableArray<PlannedPackage> plan,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        var paths = ImmutableArray.CreateBuilder<string?>(plan.Length);
        foreach (var planned in plan)
        {
            if (planned is not { Source: { } source, Entry: { } entry })
            {
                Describe(planned, observer);
                paths.Add(null);
                continue;
            }

            var fetched = await RegistryPackages.FetchAsync(source, entry, observer, cancellationToken);
            if (!fetched.TryGet(out var path))
            {
                return fetched.Propagate<ImmutableArray<string?>>();
            }

            paths.Add(path);
        }

        return paths.MoveToImmutable();
    }

    /// <summary>Verifies what was fetched.</summary>
    internal async Task<Result<ImmutableArray<AcquiredPackage>>> VerifyAsync(
        ImmutableArray<PlannedPackage> plan,
        ImmutableArray<string?> paths,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        var acquired = ImmutableArray.CreateBuilder<AcquiredPackage>(plan.Length);
        for (var i = 0; i < plan.Length; i++)
        {
            var verified = plan[i] switch
            {
                { Source: { } source, Entry: { } entry } => await registries.VerifyAsync(
                    source,
                    entry,
                    paths[i]!,
                    observer,
                    cancellationToken
                ),
                { Local: { } package } => local.Verify(package, observer),
                _ => throw new InvalidOperationException("A planned package has a registry or is here."),
            };
            if (!verified.TryGet(out var acquiredPackage))
            {
                return verified.Propagate<ImmutableArray<AcquiredPackage>>();
            }

            acquired.Add(acquiredPackage);
        }

        return acquired.MoveToImmutable();
    }

    private static void Describe(PlannedPackage planned, IAcquisitionObserver observer)
    {
        observer.Note($"Plugin: {planned.Name}@{planned.Version}");
        if (planned.Local?.Package is { } package)
        {
            observer.Note($"Size: {ByteSize.Format(package.Contents.ArchiveSize)}");
        }
    }
}
