using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Registry.Client.Resolution.Solving;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Registry.Client.Resolution;

/// <summary>The packages that one resolution knows of, looked up when they are needed.</summary>
internal sealed class Universe
{
    private readonly IPackageSource _source;
    private readonly ResolutionRequest _request;
    private readonly CandidateFactory _factory;
    private readonly Dictionary<PluginName, RootRequirement> _roots;
    private readonly Dictionary<PluginName, Result<PackageListing>> _listings = [];
    private readonly Dictionary<PluginName, KnownPackage> _known = [];
    private readonly HashSet<PluginName> _unfolded = [];
    private readonly Dictionary<PluginName, InstalledPackage> _installed = [];

    public Universe(IPackageSource source, ResolutionRequest request)
    {
        _source = source;
        _request = request;
        _factory = new CandidateFactory(request.Environment);
        _roots = request.Roots.ToDictionary(static root => root.Name);
        foreach (var (name, installed) in request.Installed)
        {
            Count(name, installed);
        }
    }

    /// <summary>What is installed, as far as it counts.</summary>
    public IReadOnlyDictionary<PluginName, InstalledPackage> Installed => _installed;

    /// <summary>Everything that was looked up and used.</summary>
    public IEnumerable<PackageListing> Listings =>
        _known.Values.Select(known => known.Listing).OfType<PackageListing>();

    /// <summary>The package as the solver knows it, or null.</summary>
    public Candidates? Find(PluginName name) => _known.GetValueOrDefault(name)?.Candidates;

    /// <summary>The package, which is known.</summary>
    public KnownPackage Get(PluginName name) => _known[name];

    /// <summary>When the package is decided.</summary>
    public DecisionClass DecisionOf(PluginName name)
    {
        var root = _roots.GetValueOrDefault(name);
        if (!_installed.TryGetValue(name, out var installed))
        {
            return root is null ? DecisionClass.Dependency : DecisionClass.Asked;
        }

        var mustChange = root?.Range is { } range && !range.Contains(installed.Version, root.IncludePrereleases);
        return mustChange || _request.Unlock.Contains(name) ? DecisionClass.Updated : DecisionClass.Kept;
    }

    /// <summary>Lets installed packages count that did not until now, since something needs or limits them.</summary>
    /// <returns>Whether there are such: what was found without them does not hold.</returns>
    public bool Wake(ImmutableArray<PluginName> names)
    {
        var any = false;
        foreach (var name in names)
        {
            if (!_installed.ContainsKey(name) && _request.FindInstalled(name) is { } installed)
            {
                Count(name, installed);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Whether a package is installed and does not count yet.</summary>
    public bool IsAsleep(PluginName name) => !_installed.ContainsKey(name) && _request.FindInstalled(name) is not null;

    /// <summary>Takes other versions of installed packages into account, where there can be any. False when nothing is new.</summary>
    public bool Unfold(IEnumerable<PluginName> names)
    {
        var any = false;
        foreach (var name in names)
        {
            if (_installed.TryGetValue(name, out var installed) && CanUnfold(name, installed) && _unfolded.Add(name))
            {
                _known.Remove(name);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Looks packages up, and what they will probably need at the same time.</summary>
    /// <returns>Why one that is needed cannot be looked up; empty when all can.</returns>
    public async Task<ImmutableArray<Diagnostic>> LoadAsync(
        ImmutableArray<PluginName> names,
        CancellationToken cancellationToken
    )
    {
        await FetchAsync(names, cancellationToken);
        foreach (var name in names)
        {
            var found = _listings[name];
            if (!found.TryGet(out var listing))
            {
                return found.Diagnostics;
            }

            _known[name] = await _factory.CreateAsync(
                listing,
                _installed.GetValueOrDefault(name),
                DecisionOf(name),
                IncludesPrereleases(name),
                cancellationToken
            );
        }

        return [];
    }

    private async Task FetchAsync(ImmutableArray<PluginName> names, CancellationToken cancellationToken)
    {
        var round = names.Where(name => !_listings.ContainsKey(name)).Distinct().ToList();
        while (round.Count > 0)
        {
            var found = await Task.WhenAll(round.Select(name => _source.FindAsync(QueryOf(name), cancellationToken)));
            var next = new HashSet<PluginName>();
            for (var i = 0; i < round.Count; i++)
            {
                _listings[round[i]] = found[i];
                next.UnionWith(Guess(found[i]));
            }

            // A guess is worth something only as long as the end is in sight.
            var room = Math.Max(0, Solver.MaxPackages - _listings.Count);
            round = [.. next.Where(IsNew).Take(room)];
        }
    }

    private bool IsNew(PluginName name) => !_listings.ContainsKey(name) && !_known.ContainsKey(name) && !IsAsleep(name);

    private void Count(PluginName name, InstalledPackage installed)
    {
        _installed.Add(name, installed);
        if (DecisionOf(name) == DecisionClass.Updated && CanUnfold(name, installed))
        {
            _unfolded.Add(name);
            return;
        }

        var candidates = CandidateFactory.OfInstalled(name, installed, IncludesPrereleases(name));
        _known.Add(name, new(candidates, null, []));
    }

    // The highest release is what is chosen mostly: what it needs is asked for before the solver says so.
    private IEnumerable<PluginName> Guess(Result<PackageListing> found)
    {
        if (!found.TryGet(out var listing))
        {
            return [];
        }

        for (var i = listing.Versions.Length - 1; i >= 0; i--)
        {
            if (listing.Versions[i] is { Version.IsPrerelease: false, Entry.Yanked: false } best)
            {
                return _factory.NamesOf(best.Entry);
            }
        }

        return [];
    }

    private PackageQuery QueryOf(PluginName name) =>
        new(name)
        {
            Registry = _roots.GetValueOrDefault(name)?.Registry,
            Origin = _installed.GetValueOrDefault(name)?.Origin,
            Offline = _request.Offline,
        };

    // What came from a file or folder is replaced by what a registry has only when it was named.
    private bool CanUnfold(PluginName name, InstalledPackage installed) =>
        installed.Origin is not null || _roots.ContainsKey(name);

    private bool IncludesPrereleases(PluginName name) => _roots.GetValueOrDefault(name)?.IncludePrereleases == true;
}
