using System.Collections.Immutable;
using System.Globalization;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Registry.Client.Resolution;

/// <summary>Makes of the chosen versions what callers work with.</summary>
internal static class ResolutionBuilder
{
    public static PluginResolution Build(
        ResolutionRequest request,
        Universe universe,
        IReadOnlyDictionary<PluginName, int> places,
        ImmutableArray<HeldBack> heldBack
    )
    {
        var needs = places
            .OrderBy(pair => pair.Key)
            .ToDictionary(pair => pair.Key, pair => universe.Find(pair.Key)!.DependenciesOf(pair.Value).Items);
        var requiredBy = RequiredBy(request, needs);
        return new PluginResolution
        {
            Packages =
            [
                .. InOrder(needs)
                    .Select(name =>
                        Package(universe, universe.Get(name), places[name]) with
                        {
                            RequiredBy = [.. requiredBy.GetValueOrDefault(name, [])],
                        }
                    ),
            ],
            HeldBack = heldBack,
            Warnings =
            [
                .. universe.Listings.OrderBy(listing => listing.Name).SelectMany(listing => listing.Warnings),
                .. Ages(universe.Listings),
            ],
        };
    }

    private static ResolvedPackage Package(Universe universe, KnownPackage known, int place)
    {
        var candidates = known.Candidates;
        var version = candidates.Versions[place];
        var previous = universe.Installed.GetValueOrDefault(candidates.Name)?.Version;
        var change =
            place == candidates.Installed ? PackageChange.Kept
            : previous is null ? PackageChange.Added
            : version < previous ? PackageChange.Downgraded
            : PackageChange.Updated;
        var isKept = change == PackageChange.Kept;
        return new(candidates.Name, version, change)
        {
            Previous = previous,
            Entry = isKept ? null : known.Versions[place].Entry,
            Registry = isKept ? null : known.Listing!.Registry,
        };
    }

    private static Dictionary<PluginName, List<RequiringPackage>> RequiredBy(
        ResolutionRequest request,
        Dictionary<PluginName, ImmutableArray<PluginDependency>> needs
    )
    {
        var found = new Dictionary<PluginName, List<RequiringPackage>>();
        foreach (var root in request.Roots)
        {
            Note(root.Name, new RequiringPackage(null, root.Range));
        }

        foreach (var (name, items) in needs)
        {
            foreach (var item in items.Where(static item => !item.Optional))
            {
                Note(item.Name, new RequiringPackage(name, item.Range));
            }
        }

        return found;

        void Note(PluginName name, RequiringPackage who)
        {
            found.TryAdd(name, []);
            found[name].Add(who);
        }
    }

    // Dependencies first, by name where they leave a choice; of a circle the one that was come to first is last. No recursion: the
    // chain may be as long as a registry likes.
    private static List<PluginName> InOrder(Dictionary<PluginName, ImmutableArray<PluginDependency>> needs)
    {
        var order = new List<PluginName>(needs.Count);
        var entered = new HashSet<PluginName>();
        var open = new Stack<(PluginName Name, bool Leaving)>();
        foreach (var start in needs.Keys)
        {
            open.Push((start, false));
            while (open.TryPop(out var next))
            {
                if (next.Leaving)
                {
                    order.Add(next.Name);
                }
                else if (entered.Add(next.Name))
                {
                    open.Push((next.Name, true));
                    foreach (var item in needs[next.Name].Reverse().Where(item => needs.ContainsKey(item.Name)))
                    {
                        open.Push((item.Name, false));
                    }
                }
            }
        }

        return order;
    }

    private static string WhyNotAsked(IGrouping<string, PackageListing> listings) =>
        listings.Select(static listing => listing.WhyNotAsked).FirstOrDefault(static why => why is not null)
        ?? $"The registry '{listings.Key}' was not asked.";

    private static IEnumerable<Diagnostic> Ages(IEnumerable<PackageListing> listings) =>
        listings
            .Where(static listing => listing is { Age: not null, Registry: not null })
            .GroupBy(static listing => listing.Registry!.Name, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group =>
                RegistryClientDiagnostics.Offline.Warning(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{WhyNotAsked(group)} What it said up to {Duration.Describe(group.Max(listing => listing.Age!.Value))} ago about {Counted(group.Count())} is used."
                    ),
                    "Newer versions may exist."
                )
            );

    private static string Counted(int plugins) =>
        plugins == 1 ? "1 plugin" : string.Create(CultureInfo.InvariantCulture, $"{plugins} plugins");
}
