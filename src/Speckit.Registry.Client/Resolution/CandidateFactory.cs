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

    private readonly IndexTexts _texts = new();
    private readonly Suitability _suitability = new(environment);

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
        await _suitability.LearnAsync(versions, cancellationToken);
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
            at => at == place ? new(installed!.Requires) : _texts.DependenciesOf(versions[at].Entry)
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
    public IEnumerable<PluginName> NamesOf(IndexEntry entry) =>
        entry.Requires.Keys.Select(_texts.NameOf).OfType<PluginName>();

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

    private static bool Has(IReadOnlyDictionary<string, string>? ranges, PluginDependency dependency) =>
        ranges is not null
        && ranges.TryGetValue(dependency.Name.ToString(), out var range)
        && range == dependency.Range.Text;

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
            if (_suitability.WhyNot(versions[place].Entry, listing.Registry) is not { } reason)
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
