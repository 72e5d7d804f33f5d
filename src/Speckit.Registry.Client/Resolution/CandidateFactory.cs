using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Resolution.Solving;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Registry.Client.Resolution;

/// <summary>Makes what the solver knows of a package from what registries, the lock file and this machine say.</summary>
/// <param name="environment">This machine.</param>
internal sealed class CandidateFactory(ResolutionEnvironment environment)
{
    /// <summary>The most releases of a package that are looked at, the newest ones, and the most pre-releases.</summary>
    public const int MaxVersions = 2000;

    // What is not on this list is never looked for: a registry does not choose which programs run here.
    private static readonly ImmutableArray<string> RuntimeNames = ["dotnet", "node", "python"];

    private readonly Dictionary<string, VersionRange?> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _speckit = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PluginName?> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SemanticVersion?> _runtimes = new(StringComparer.Ordinal);

    /// <summary>An installed package whose registry need not be asked as long as it can stay.</summary>
    public static Candidates OfInstalled(PluginName name, InstalledPackage installed, bool includePrereleases) =>
        new(name, [installed.Version], _ => new(installed.Requires))
        {
            Shares = static (_, _) => false,
            Source = installed.Origin is null ? "your project, where it is from a file or folder," : "your project",
            Installed = 0,
            Class = DecisionClass.Kept,
            IncludePrereleases = includePrereleases,
        };

    /// <summary>A package that registries know, or nobody does.</summary>
    public async Task<KnownPackage> CreateAsync(
        PackageListing listing,
        InstalledPackage? installed,
        DecisionClass decision,
        bool includePrereleases,
        CancellationToken cancellationToken
    )
    {
        var versions = Newest(listing.Versions);
        await LearnRuntimesAsync(versions, cancellationToken);
        var place = installed is null ? -1 : PlaceOf(installed.Version, versions);
        if (installed is not null && place < 0)
        {
            place = ~place;
            versions = versions.Insert(place, new PackageVersion(installed.Version, NoEntry(listing.Name, installed)));
        }

        var exclusions = Exclusions(listing, versions, place, out var installedIsExcluded);
        var candidates = new Candidates(
            listing.Name,
            [.. versions.Select(static version => version.Version)],
            at => at == place ? new(installed!.Requires) : DependenciesOf(versions[at].Entry)
        )
        {
            Shares = (at, dependency) =>
                at == place
                    ? installed!.Requires.Contains(dependency)
                    : Has(dependency.Optional ? versions[at].Entry.Optional : versions[at].Entry.Requires, dependency),
            Source = listing.Registry is { } registry ? $"registry '{registry.Name}'" : listing.Searched,
            Exclusions = exclusions,
            Installed = place,
            Class = decision,
            LastResort = installedIsExcluded && decision == DecisionClass.Updated ? place : -1,
            IncludePrereleases = includePrereleases,
        };
        return new(candidates, listing, versions);
    }

    /// <summary>The names that a version needs, as far as they can be read.</summary>
    public IEnumerable<PluginName> NamesOf(IndexEntry entry) => entry.Requires.Keys.Select(NameOf).OfType<PluginName>();

    private static ImmutableArray<PackageVersion> Newest(ImmutableArray<PackageVersion> versions)
    {
        if (versions.Length <= MaxVersions)
        {
            return versions;
        }

        // Counted apart, so that a flood of pre-releases does not push the releases out.
        var (releases, prereleases) = (0, 0);
        var kept = ImmutableArray.CreateBuilder<PackageVersion>(2 * MaxVersions);
        for (var place = versions.Length - 1; place >= 0; place--)
        {
            if ((versions[place].Version.IsPrerelease ? prereleases++ : releases++) < MaxVersions)
            {
                kept.Add(versions[place]);
            }
        }

        kept.Reverse();
        return kept.ToImmutable();
    }

    private static int PlaceOf(SemanticVersion version, ImmutableArray<PackageVersion> versions)
    {
        var text = version.ToString();
        var same = -1;
        for (var place = 0; place < versions.Length; place++)
        {
            var order = versions[place].Version.CompareTo(version);
            if (order > 0)
            {
                return same >= 0 ? same : ~place;
            }

            if (order == 0 && (same < 0 || versions[place].Entry.Version == text))
            {
                same = place;
            }
        }

        return same >= 0 ? same : ~versions.Length;
    }

    // A version that is installed and that its registry does not know. It is never fetched.
    private static IndexEntry NoEntry(PluginName name, InstalledPackage installed) =>
        new()
        {
            Name = name.ToString(),
            Version = installed.Version.ToString(),
            Requires = ImmutableDictionary<string, string>.Empty,
            Platforms = [],
            Capabilities = [],
            Provides = ImmutableDictionary<string, ImmutableArray<string>>.Empty,
            Archive = "",
            Tree = "",
            Size = 0,
            Trust = TrustLevel.Unsigned,
            Yanked = false,
            Format = IndexEntry.CurrentFormat,
        };

    private Dependencies DependenciesOf(IndexEntry entry)
    {
        var items = ImmutableArray.CreateBuilder<PluginDependency>(entry.Requires.Count);
        foreach (var (name, range, optional) in Pairs(entry))
        {
            if (NameOf(name) is not { } plugin || RangeOf(range) is not { } versions)
            {
                return new([], $"says that it needs '{name}' '{range}', which is no plugin and range");
            }

            items.Add(new PluginDependency(plugin, versions, optional));
        }

        items.Sort(static (left, right) => left.Name.CompareTo(right.Name));
        return new(items.DrainToImmutable());
    }

    private static bool Has(IReadOnlyDictionary<string, string>? ranges, PluginDependency dependency) =>
        ranges is not null
        && ranges.TryGetValue(dependency.Name.ToString(), out var range)
        && range == dependency.Range.Text;

    private static IEnumerable<(string Name, string Range, bool Optional)> Pairs(IndexEntry entry)
    {
        foreach (var (name, range) in entry.Requires)
        {
            yield return (name, range, false);
        }

        foreach (var (name, range) in entry.Optional ?? ImmutableDictionary<string, string>.Empty)
        {
            yield return (name, range, true);
        }
    }

    // What is installed already is not asked again whether it may be: that is checked when it is enabled and started.
    private ImmutableArray<Exclusion> Exclusions(
        PackageListing listing,
        ImmutableArray<PackageVersion> versions,
        int installed,
        out bool installedIsExcluded
    )
    {
        installedIsExcluded = false;
        Dictionary<(string, string?), List<int>>? found = null;
        for (var place = 0; place < versions.Length; place++)
        {
            if (WhyNot(versions[place].Entry, listing.Registry) is not { } reason)
            {
                continue;
            }

            if (place == installed)
            {
                installedIsExcluded = true;
                continue;
            }

            found ??= [];
            found.TryAdd(reason, []);
            found[reason].Add(place);
        }

        return found is null
            ? []
            : [.. found.Select(pair => new Exclusion(pair.Key.Item1, pair.Key.Item2, [.. pair.Value]))];
    }

    private (string Reason, string? Hint)? WhyNot(IndexEntry entry, RegistryEndpoint? registry) =>
        entry.Yanked ? ("was yanked", null)
        : registry is null ? null
        : WhyFiltered(entry, registry) ?? WhySpeckit(entry) ?? WhyPlatform(entry) ?? WhyRuntime(entry);

    private static (string, string?)? WhyFiltered(IndexEntry entry, RegistryEndpoint registry)
    {
        if (registry.Filter.Admits(entry))
        {
            return null;
        }

        const string hint = "the filter is in .specify/registry.yaml";
        return registry.Filter.MinimumTrust is { } least && entry.Trust < least
            ? (
                $"is only {entry.Trust.ToName()}, and the filter of registry '{registry.Name}' asks for {least.ToName()}",
                hint
            )
            : (
                $"provides none of {string.Join(", ", registry.Filter.Categories)}, to which the filter of registry '{registry.Name}' is limited",
                hint
            );
    }

    private (string, string?)? WhySpeckit(IndexEntry entry) =>
        entry.Speckit is not { } text ? null
        : RangeOf(text) is not { } range ? ($"says that it needs speckit '{text}', which is no range", null)
        : RunsOn(text, range) ? null
        : ($"requires speckit {text} (installed: {environment.Speckit})", "update speckit");

    private bool RunsOn(string text, VersionRange range)
    {
        if (!_speckit.TryGetValue(text, out var runs))
        {
            runs = range.Contains(environment.Speckit);
            _speckit.Add(text, runs);
        }

        return runs;
    }

    private (string, string?)? WhyPlatform(IndexEntry entry)
    {
        foreach (var platform in entry.Platforms)
        {
            if (IsHere(platform))
            {
                return null;
            }
        }

        return entry.Platforms.IsEmpty
            ? null
            : ($"runs on {string.Join(", ", entry.Platforms)}, and this is {environment.Platform}", null);
    }

    // An architecture may follow the name of a platform.
    private bool IsHere(string platform)
    {
        var here = environment.Platform;
        return here.StartsWith(platform, StringComparison.Ordinal)
            && (here.Length == platform.Length || here[platform.Length] == '-');
    }

    private (string, string?)? WhyRuntime(IndexEntry entry)
    {
        foreach (var (runtime, text) in entry.Runtimes ?? ImmutableDictionary<string, string>.Empty)
        {
            if (RangeOf(text) is not { } range)
            {
                return ($"says that it needs {runtime} '{text}', which is no range", null);
            }

            var version = _runtimes.GetValueOrDefault(runtime);
            if (version is null || !range.Contains(version))
            {
                var there = version?.ToString() ?? "none";
                return ($"requires {runtime} {text} (installed: {there})", $"install {runtime} {text}");
            }
        }

        return null;
    }

    private async Task LearnRuntimesAsync(ImmutableArray<PackageVersion> versions, CancellationToken cancellationToken)
    {
        foreach (var version in versions)
        {
            foreach (var runtime in version.Entry.Runtimes?.Keys ?? [])
            {
                if (RuntimeNames.Contains(runtime) && !_runtimes.ContainsKey(runtime))
                {
                    _runtimes[runtime] = await environment.Runtimes.FindAsync(runtime, cancellationToken);
                }
            }
        }
    }

    private VersionRange? RangeOf(string text)
    {
        if (!_ranges.TryGetValue(text, out var range))
        {
            range = VersionRange.TryParse(text, out var parsed) ? parsed : null;
            _ranges.Add(text, range);
        }

        return range;
    }

    private PluginName? NameOf(string text)
    {
        if (!_names.TryGetValue(text, out var name))
        {
            name = PluginName.TryParse(text, out var parsed) ? parsed : null;
            _names.Add(text, name);
        }

        return name;
    }
}

/// <summary>What the solver knows of a package, and where its versions are from.</summary>
/// <param name="Candidates">What the solver knows.</param>
/// <param name="Listing">What the registry said.</param>
/// <param name="Versions">The versions at the solver's places.</param>
internal sealed record KnownPackage(
    Candidates Candidates,
    PackageListing? Listing,
    ImmutableArray<PackageVersion> Versions
);
