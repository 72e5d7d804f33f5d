using System.Collections.Immutable;
using Speckit.Host.Locking;
using Speckit.Host.Runtime;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Host.Acquisition;

/// <summary>Finds the plugins that have newer versions, and says why these are not chosen.</summary>
/// <param name="host">The project.</param>
/// <param name="acquirer">Reads what is on this machine.</param>
/// <param name="registries">The registries that may be asked.</param>
/// <param name="source">What they have.</param>
/// <param name="options">How to choose.</param>
/// <param name="observer">Whom to tell.</param>
public sealed class OutdatedPlugins(
    HostEnvironment host,
    PackageAcquirer acquirer,
    ImmutableArray<RegistrySource> registries,
    IPackageSource source,
    PlanOptions options,
    IAcquisitionObserver observer
)
{
    /// <summary>What is installed, with the version that an update would choose and the highest release there is.</summary>
    /// <param name="lockFile">What is installed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Result<ImmutableArray<PluginVersions>>> FindAsync(
        LockFile lockFile,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(lockFile);
        var recorded = new RecordingSource(source);
        var planner = new InstallPlanner(host, acquirer, registries, recorded, options, observer);
        var planned = await planner.PlanUpdateAsync([], lockFile, cancellationToken);
        if (!planned.TryGet(out var plan))
        {
            return planned.Propagate<ImmutableArray<PluginVersions>>();
        }

        var wanted = plan.Packages.ToDictionary(p => p.Name, p => p.Version);
        return Result<ImmutableArray<PluginVersions>>.Success([
            .. lockFile.Plugins.Select(p =>
                VersionsOf(p.Key, p.Value, wanted.GetValueOrDefault(p.Key), plan, recorded.Find(p.Key))
            ),
        ]);
    }

    private static PluginVersions VersionsOf(
        PluginName name,
        LockedPlugin locked,
        SemanticVersion? update,
        UpdatePlan plan,
        PackageListing? listing
    )
    {
        var wanted = update ?? locked.Version;
        var latest = listing?.Versions.LastOrDefault(v => !v.Version.IsPrerelease && !v.Entry.Yanked);
        var versions = new PluginVersions(name, locked.Version, wanted, latest?.Version)
        {
            Registry = listing?.Registry?.Name,
            Resolved = locked.Resolved,
            Age = listing?.Age,
        };
        if (latest is null || latest.Version <= wanted)
        {
            return versions;
        }

        var held = plan.HeldBack.FirstOrDefault(h => h.Name.Equals(name));
        return versions with
        {
            Why =
            [
                .. held is null || held.Newest < latest.Version ? [WhyExcluded(latest.Entry)] : Array.Empty<string>(),
                .. held?.Story ?? [],
            ],
        };
    }

    private static string WhyExcluded(IndexEntry entry) =>
        entry.Speckit is { } text
        && VersionRange.TryParse(text, out var range)
        && !range.Contains(HostEnvironment.CoreVersion)
            ? $"{entry.Version} requires speckit {text} (installed: {HostEnvironment.CoreVersion})"
        : !entry.Platforms.IsEmpty && !entry.Platforms.Any(IsHere)
            ? $"{entry.Version} runs on {string.Join(", ", entry.Platforms)}, and this is {Platforms.Current}"
        : entry.Runtimes is { Count: > 0 } runtimes
            ? $"{entry.Version} needs {string.Join(", ", runtimes.Select(r => $"{r.Key} {r.Value}"))}, or the registry's filter leaves it out"
        : $"the filter in .specify/registry.yaml leaves {entry.Version} out";

    private static bool IsHere(string platform) =>
        Platforms.Current == platform || Platforms.Current.StartsWith(platform + "-", StringComparison.Ordinal);
}

/// <summary>The versions of an installed plugin.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Current">The installed one.</param>
/// <param name="Wanted">The one that an update would choose.</param>
/// <param name="Latest">The highest release of its registry; null when it came from no registry that was asked.</param>
public sealed record PluginVersions(
    PluginName Name,
    SemanticVersion Current,
    SemanticVersion Wanted,
    SemanticVersion? Latest
)
{
    /// <summary>The registry, or null.</summary>
    public string? Registry { get; init; }

    /// <summary>Where the lock file says that it came from.</summary>
    public required string Resolved { get; init; }

    /// <summary>How old the data is; null when the registry was asked.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Why <see cref="Wanted"/> is not <see cref="Latest"/>, in lines for people; empty when it is, or nobody can say.</summary>
    public ImmutableArray<string> Why { get; init; } = [];

    /// <summary>Whether there is a higher release than the installed one.</summary>
    public bool IsOutdated => (Latest is not null && Latest > Current) || Wanted > Current;
}
