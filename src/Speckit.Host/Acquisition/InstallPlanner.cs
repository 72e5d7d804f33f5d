using System.Collections.Immutable;
using Speckit.Host.Locking;
using Speckit.Host.Runtime;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Registry.Client;
using Speckit.Registry.Client.Configuration;
using Speckit.Registry.Client.Resolution;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Host.Acquisition;

/// <summary>Chooses what has to be installed so that everything that is wanted fits together (JP design §4; decisions, 4, 5 and 14).</summary>
/// <param name="host">The project.</param>
/// <param name="acquirer">Reads what is on this machine.</param>
/// <param name="registries">The registries that may be asked.</param>
/// <param name="source">What they have.</param>
/// <param name="options">How to choose.</param>
/// <param name="observer">Whom to tell.</param>
public sealed class InstallPlanner(
    HostEnvironment host,
    PackageAcquirer acquirer,
    ImmutableArray<RegistrySource> registries,
    IPackageSource source,
    PlanOptions options,
    IAcquisitionObserver observer
)
{
    /// <summary>Plans the install of a plugin, with whatever it needs and is not there yet.</summary>
    /// <returns>What is to be installed, dependencies first; the plugin that was asked for is the last.</returns>
    public async Task<Result<ImmutableArray<PlannedPackage>>> PlanInstallAsync(
        InstallSource wanted,
        LockFile lockFile,
        CancellationToken cancellationToken
    ) =>
        wanted is InstallSource.FromRegistry named
            ? await PlanNamedAsync(named, lockFile, cancellationToken)
            : await PlanLocalAsync(wanted, lockFile, cancellationToken);

    /// <summary>Plans the update of installed plugins to their highest versions.</summary>
    /// <param name="names">The plugins; empty for all.</param>
    /// <param name="lockFile">What is installed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Result<UpdatePlan>> PlanUpdateAsync(
        ImmutableArray<PluginName> names,
        LockFile lockFile,
        CancellationToken cancellationToken
    )
    {
        var unlocked = names.IsEmpty ? lockFile.Plugins.Keys.ToImmutableHashSet() : [.. names];
        var installed = new InstalledPackages(host.Project, registries, lockFile);
        var resolved = await ResolveAsync([], unlocked, installed, local: null, cancellationToken);
        return resolved.TryGet(out var resolution)
            ? new UpdatePlan(Plan(resolution, lockFile, asked: null), resolution.HeldBack)
            : resolved.Propagate<UpdatePlan>();
    }

    private async Task<Result<ImmutableArray<PlannedPackage>>> PlanNamedAsync(
        InstallSource.FromRegistry wanted,
        LockFile lockFile,
        CancellationToken cancellationToken
    )
    {
        if (registries.IsEmpty)
        {
            return RegistryConfiguration.NoRegistry();
        }

        var root = new RootRequirement(wanted.Name, wanted.Range)
        {
            IncludePrereleases = options.IncludePrereleases,
            Why = "you asked for",
        };

        // The installed version of what is asked for counts for nothing: it is what is replaced, even by another build of the same version.
        var others = new InstalledPackages(host.Project, registries, lockFile) { Replaced = wanted.Name };
        var resolved = await ResolveAsync([root], [wanted.Name], others, local: null, cancellationToken);
        return resolved.TryGet(out var resolution)
            ? Result<ImmutableArray<PlannedPackage>>.Success(Plan(resolution, lockFile, wanted.Name))
            : resolved.Propagate<ImmutableArray<PlannedPackage>>();
    }

    private async Task<Result<ImmutableArray<PlannedPackage>>> PlanLocalAsync(
        InstallSource wanted,
        LockFile lockFile,
        CancellationToken cancellationToken
    )
    {
        var opened = await acquirer.OpenAsync(wanted, observer, cancellationToken);
        if (!opened.TryGet(out var local))
        {
            return opened.Propagate<ImmutableArray<PlannedPackage>>();
        }

        foreach (var warning in opened.Diagnostics)
        {
            observer.Warn(warning);
        }

        var manifest = local.Manifest;
        var problems = await CompatibilityCheck.RunAsync(manifest, observer, cancellationToken);
        if (!problems.IsEmpty)
        {
            return Result<ImmutableArray<PlannedPackage>>.Failure(problems);
        }

        // What is on this machine is taken as if it were installed already: the rest has to fit it.
        var planned = new PlannedPackage(manifest.Name, manifest.Version) { Local = local };
        var installed = new InstalledPackages(host.Project, registries, lockFile)
        {
            Replaced = manifest.Name,
            Replacement = new InstalledPackage(manifest.Version, manifest.Requires.Plugins, Origin: null),
        };
        var resolved = await ResolveAsync([], [], installed, manifest.Name, cancellationToken);
        return resolved.TryGet(out var resolution)
            ? Result<ImmutableArray<PlannedPackage>>.Success([.. Plan(resolution, lockFile, null), planned])
            : Result<ImmutableArray<PlannedPackage>>.Failure([
                .. resolved.Diagnostics.Select(d =>
                    d.Descriptor == RegistryClientDiagnostics.ResolutionFailed
                        ? d with
                        {
                            Hint = $"install what {manifest.Name} needs first, or add the registry that has it",
                        }
                        : d
                ),
            ]);
    }

    private async Task<Result<PluginResolution>> ResolveAsync(
        ImmutableArray<RootRequirement> roots,
        ImmutableHashSet<PluginName> unlock,
        InstalledPackages installed,
        PluginName? local,
        CancellationToken cancellationToken
    )
    {
        var runtimes = new InstalledRuntimes();
        var request = new ResolutionRequest
        {
            Roots = [.. roots.Select(r => r with { Registry = options.Registry })],
            Installed = installed.WithNeeds(unlock),
            FindInstalled = installed.Find,
            Unlock = unlock,
            Environment = new ResolutionEnvironment(HostEnvironment.CoreVersion, Platforms.Current, runtimes),
            Offline = options.Offline,
        };
        var resolved = await new DependencyResolver(source).ResolveAsync(request, cancellationToken);
        if (resolved.TryGet(out var resolution))
        {
            Tell(resolution, runtimes, local);
        }

        return resolved;
    }

    private void Tell(PluginResolution resolution, InstalledRuntimes runtimes, PluginName? local)
    {
        foreach (var warning in resolution.Warnings)
        {
            observer.Warn(warning);
        }

        var entries = resolution.Packages.Where(p => p.Entry?.Speckit is not null).Select(p => p.Entry!.Speckit!);
        foreach (var range in entries.Distinct(StringComparer.Ordinal))
        {
            observer.Done($"speckit {range} (installed: {HostEnvironment.CoreVersion})");
        }

        foreach (var (runtime, version) in runtimes.Found)
        {
            observer.Done($"{runtime} (installed: {version})");
        }

        var coming = resolution.Packages.Where(p => p.Change != PackageChange.Kept).Select(p => p.Name).ToHashSet();
        if (local is not null)
        {
            coming.Add(local);
        }

        foreach (var kept in resolution.Packages.Where(p => p.Change == PackageChange.Kept))
        {
            foreach (var need in kept.RequiredBy.Where(r => r.Name is not null && coming.Contains(r.Name)))
            {
                observer.Done($"{kept.Name} {need.Range} (installed: {kept.Version})");
            }
        }

        foreach (var package in resolution.Packages.Where(p => p.Change != PackageChange.Kept))
        {
            var was = package.Previous is null ? "" : $" (installed: {package.Previous})";
            var why = package
                .RequiredBy.Where(r => r.Name is not null)
                .Select(r => $"{r.Name} needs {r.Range}")
                .ToList();
            observer.Done(
                $"{package.Name} {package.Version} from {package.Registry?.Name}{was}{(why.Count == 0 ? "" : $": {string.Join(", ", why)}")}"
            );
        }
    }

    private ImmutableArray<PlannedPackage> Plan(PluginResolution resolution, LockFile lockFile, PluginName? asked)
    {
        var changed = resolution
            .Packages.Where(p => p.Change != PackageChange.Kept && p.Entry is not null)
            .Select(p => new PlannedPackage(p.Name, p.Version)
            {
                Entry = p.Entry,
                Source = SourceOf(p),
                RequiredBy = [.. p.RequiredBy.Select(r => r.Name).OfType<PluginName>()],
                IsDependency = !p.Name.Equals(asked) && !lockFile.Plugins.ContainsKey(p.Name),
            })
            .ToList();

        // Dependencies first, and what was asked for last: it is what the steps and the outcome speak of.
        return [.. changed.Where(p => !p.Name.Equals(asked)), .. changed.Where(p => p.Name.Equals(asked))];
    }

    private RegistrySource SourceOf(ResolvedPackage package) =>
        registries.First(r => r.Endpoint.Url == package.Registry!.Url);
}
