using System.Collections.Immutable;
using Speckit.Manifests.Model;

namespace Speckit.Registry.Client.Resolution.Solving;

/// <summary>Chooses a version of every package that is needed, or proves that it cannot be done: PubGrub (Natalie Weizenbaum, 2018).
/// It waits for nothing: what it does not know of yet it names, and goes on when asked again.</summary>
/// <param name="wishes">What the project wants, each package once.</param>
/// <param name="known">The packages known so far; null for one that is not.</param>
/// <param name="isAsleep">Whether a package is installed without being among the wishes: then it has to be as soon as it is named.</param>
internal sealed class Solver(
    ImmutableArray<Wish> wishes,
    Func<PluginName, Candidates?> known,
    Func<PluginName, bool> isAsleep
)
{
    /// <summary>Where a universe is made to be hard rather than big.</summary>
    public const int MaxConflicts = 20_000;

    /// <summary>Where a registry is made to have no end.</summary>
    public const int MaxPackages = 10_000;

    private readonly PartialSolution _solution = new();
    private readonly Dictionary<PluginName, Package> _packages = [];
    private readonly Dictionary<PluginName, List<Limit>> _limits = [];
    private readonly HashSet<(Package, string, string, bool, int)> _added = [];
    private Propagation? _propagation;

    /// <summary>Goes on until the end, or until it has to know more.</summary>
    public SolverAnswer Run(CancellationToken cancellationToken)
    {
        if (_propagation is null)
        {
            if (Unknown(wishes.Select(wish => wish.Name)) is { IsEmpty: false } missing)
            {
                return new SolverAnswer.Missing(missing);
            }

            _propagation = new Propagation(_solution);
            if (AddWishes(_propagation) is { } failure)
            {
                return new SolverAnswer.Failed(failure);
            }
        }

        while (_solution.Next() is { } package)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_propagation.Conflicts > MaxConflicts || _packages.Count > MaxPackages)
            {
                return new SolverAnswer.TooHard();
            }

            var place = package.Prefer(package.Current);
            if (!package.IsOpen(place) && UnknownOf(package.DependenciesOf(place)) is { IsEmpty: false } missing)
            {
                return new SolverAnswer.Missing(missing);
            }

            if (!package.Open(place) || !AddDependencies(package, place))
            {
                _solution.Decide(package, place);
            }

            if (_propagation.Run(package) is { } failure)
            {
                return new SolverAnswer.Failed(failure);
            }
        }

        return new SolverAnswer.Solved(
            _packages
                .Values.Where(package => package.IsDecided)
                .ToDictionary(package => package.Name, package => package.Current.Highest)
        );
    }

    private ImmutableArray<PluginName> UnknownOf(Dependencies dependencies) =>
        Unknown(
            dependencies.Items.Where(item => !item.Optional || isAsleep(item.Name)).Select(static item => item.Name)
        );

    private ImmutableArray<PluginName> Unknown(IEnumerable<PluginName> names) =>
        [.. names.Where(name => !_packages.ContainsKey(name) && known(name) is null).Distinct()];

    private Incompatibility? AddWishes(Propagation propagation)
    {
        foreach (var wish in wishes)
        {
            var package = Intern(wish.Name);
            var set = wish.Range is null ? package.SetOfInstalled() : package.SetOf(wish.Range);
            ImmutableArray<Term> terms = set.IsEmpty ? [] : [new Term(package, package.Everything.Except(set))];
            var incompatibility = new Incompatibility(terms, new Cause.Wanted(package, set, wish));
            if (incompatibility.IsFailure)
            {
                return incompatibility;
            }

            Propagation.Add(incompatibility);
            if (propagation.Run(package) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private Package Intern(PluginName name)
    {
        if (_packages.TryGetValue(name, out var package))
        {
            return package;
        }

        package = new Package(_packages.Count, known(name)!);
        _packages.Add(name, package);
        foreach (var exclusion in package.Candidates.Exclusions)
        {
            var places = exclusion.Places.ToHashSet();
            var set = VersionSet.Where(package.Candidates.Versions.Length, places.Contains);
            Exclude(package, set, exclusion);
        }

        foreach (var limit in _limits.GetValueOrDefault(name, []))
        {
            AddLimit(limit, package);
        }

        return package;
    }

    /// <summary>Adds what a version needs. True when that alone already excludes it.</summary>
    private bool AddDependencies(Package package, int place)
    {
        var dependencies = package.DependenciesOf(place);
        if (dependencies.Problem is { } problem)
        {
            Exclude(package, package.Only(place), new Exclusion(problem, null, [place]));
            return true;
        }

        var excluded = false;
        foreach (var dependency in dependencies.Items)
        {
            var run = NeighboursWith(package, place, dependency);
            if (_added.Add((package, dependency.Name.ToString(), dependency.Range.Text, dependency.Optional, run.From)))
            {
                excluded |= Add(package, run, dependency);
            }
        }

        return excluded;
    }

    private static void Exclude(Package package, VersionSet set, Exclusion exclusion) =>
        Propagation.Add(new([new Term(package, set)], new Cause.Excluded(package, set, exclusion)));

    private bool Add(Package package, (int From, int To) run, PluginDependency dependency)
    {
        var set = package.Absent.Except(package.Absent).With(run.From, run.To);
        if (dependency.Optional)
        {
            var limit = new Limit(package, set, dependency);
            if (!_packages.TryGetValue(dependency.Name, out var limited))
            {
                _limits.TryAdd(dependency.Name, []);
                _limits[dependency.Name].Add(limit);
                return false;
            }

            return AddLimit(limit, limited);
        }

        var other = Intern(dependency.Name);
        return Add(package, set, other, other.Everything.Except(other.SetOf(dependency.Range)), dependency);
    }

    private static bool AddLimit(Limit limit, Package other) =>
        Add(
            limit.Package,
            limit.Set,
            other,
            other.Present.Except(other.SetOf(limit.Dependency.Range)),
            limit.Dependency
        );

    private static bool Add(
        Package package,
        VersionSet set,
        Package other,
        VersionSet refused,
        PluginDependency dependency
    )
    {
        ImmutableArray<Term> terms;
        if (package == other)
        {
            // A plugin that needs itself: the versions that it would refuse are out.
            var contradicting = set.And(refused);
            terms = [new Term(package, contradicting)];
            (set, refused) = (contradicting, contradicting);
        }
        else if (refused.Equals(other.Everything))
        {
            terms = [new Term(package, set)];
        }
        else
        {
            terms = [new Term(package, set), new Term(other, refused)];
        }

        if (refused.IsEmpty || set.IsEmpty)
        {
            return false;
        }

        Propagation.Add(new(terms, new Cause.Requires(package, set, other, dependency.Range, dependency.Optional)));
        return terms.All(term => term.Package == package || term.Package.Current.IsWithin(term.Set));
    }

    // Neighbours with the very same dependency are told and excluded together.
    private static (int From, int To) NeighboursWith(Package package, int place, PluginDependency dependency)
    {
        var shares = package.Candidates.Shares;
        var (from, to) = (place, place + 1);
        while (from > 0 && shares(from - 1, dependency))
        {
            from--;
        }

        while (to < package.Candidates.Versions.Length && shares(to, dependency))
        {
            to++;
        }

        return (from, to);
    }

    /// <summary>What versions of a package allow of another, should that be there.</summary>
    private sealed record Limit(Package Package, VersionSet Set, PluginDependency Dependency);
}

/// <summary>What a run of the solver came to.</summary>
internal abstract record SolverAnswer
{
    private SolverAnswer() { }

    /// <summary>It has to know these packages to go on.</summary>
    public sealed record Missing(ImmutableArray<PluginName> Names) : SolverAnswer;

    /// <summary>The place of the version of every package that is needed.</summary>
    public sealed record Solved(IReadOnlyDictionary<PluginName, int> Places) : SolverAnswer;

    /// <summary>There is no solution, and why.</summary>
    public sealed record Failed(Incompatibility Why) : SolverAnswer;

    /// <summary>It gave up.</summary>
    public sealed record TooHard : SolverAnswer;
}
