using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Versions;
using Speckit.Registry.Client.Resolution.Explanation;
using Speckit.Registry.Client.Resolution.Solving;

namespace Speckit.Registry.Client.Resolution;

/// <summary>One resolution: runs the solver, gives it what it misses, and lets installed packages change when they have to.</summary>
internal sealed class ResolutionRun(ResolutionRequest request, Universe universe)
{
    private readonly List<HeldBack> _heldBack = [];

    public async Task<Result<PluginResolution>> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var attempt = await SolveAsync([], cancellationToken);
            if (!attempt.TryGet(out var answer))
            {
                return attempt.Propagate<PluginResolution>();
            }

            switch (answer)
            {
                case SolverAnswer.Failed failed when Unfold(failed.Why):
                    break;
                case SolverAnswer.Failed failed:
                    return Conflict.Of(failed.Why);
                case SolverAnswer.Solved solved:
                    var again = await HoldBackAsync(solved, cancellationToken);
                    if (!again.TryGet(out var changed))
                    {
                        return again.Propagate<PluginResolution>();
                    }

                    if (!changed)
                    {
                        return ResolutionBuilder.Build(request, universe, solved.Places, [.. _heldBack]);
                    }

                    break;
                default:
                    return Conflict.TooHard();
            }
        }
    }

    private async Task<Result<SolverAnswer>> SolveAsync(
        ImmutableArray<Wish> besides,
        CancellationToken cancellationToken
    )
    {
        var solver = CreateSolver(besides);
        while (true)
        {
            var answer = solver.Run(cancellationToken);
            if (answer is not SolverAnswer.Missing missing)
            {
                return answer;
            }

            if (universe.Wake(missing.Names))
            {
                // They are wanted like everything that is installed, which has to be known from the start.
                solver = CreateSolver(besides);
                continue;
            }

            var problems = await universe.LoadAsync(missing.Names, cancellationToken);
            if (!problems.IsEmpty)
            {
                return Result<SolverAnswer>.Failure(problems);
            }
        }
    }

    private Solver CreateSolver(ImmutableArray<Wish> besides) =>
        new([.. Wishes(), .. besides], universe.Find, universe.IsAsleep);

    private IEnumerable<Wish> Wishes()
    {
        foreach (var root in request.Roots)
        {
            yield return new Wish(root.Name, root.Range, root.Why);
        }

        var named = request.Roots.Select(static root => root.Name).ToHashSet();
        foreach (var name in universe.Installed.Keys.Where(name => !named.Contains(name)).Order())
        {
            yield return new Wish(name, null, "your project has");
        }
    }

    /// <summary>Finds out why packages that should get their highest version did not. True when one of them will, now that others may
    /// change for it.</summary>
    private async Task<Result<bool>> HoldBackAsync(SolverAnswer.Solved solved, CancellationToken cancellationToken)
    {
        _heldBack.Clear();
        var before = new List<Wish>();
        foreach (var name in Wishes().Select(static wish => wish.Name))
        {
            var decision = universe.DecisionOf(name);
            if (decision is not (DecisionClass.Updated or DecisionClass.Asked))
            {
                continue;
            }

            var candidates = universe.Get(name).Candidates;
            var chosen = candidates.Versions[solved.Places[name]];
            var newest = NewestOf(candidates);
            if (newest is null || newest <= chosen || decision == DecisionClass.Asked)
            {
                Note(newest, ImmutableArray<string>.Empty);
            }
            else
            {
                var higher = new Wish(name, VersionRange.Parse(">" + chosen), "you want");
                var attempt = await SolveAsync([.. before, higher], cancellationToken);
                if (!attempt.TryGet(out var answer))
                {
                    return attempt.Propagate<bool>();
                }

                var failed = answer as SolverAnswer.Failed;
                if (failed is not null && Unfold(failed.Why))
                {
                    return true;
                }

                Note(newest, failed is null ? [] : Story.Tell(failed.Why));
            }

            if (decision == DecisionClass.Updated)
            {
                before.Add(new Wish(name, VersionRange.Parse(chosen.ToString()), "you get"));
            }

            void Note(SemanticVersion? highest, ImmutableArray<string> story)
            {
                if (highest is not null && highest > chosen)
                {
                    _heldBack.Add(new HeldBack(name, chosen, highest, story));
                }
            }
        }

        return false;
    }

    // The highest release that nothing excludes.
    private static SemanticVersion? NewestOf(Candidates candidates)
    {
        var excluded = candidates.Exclusions.SelectMany(static exclusion => exclusion.Places).ToHashSet();
        for (var place = candidates.Versions.Length - 1; place >= 0; place--)
        {
            var version = candidates.Versions[place];
            if (
                place != candidates.LastResort
                && !excluded.Contains(place)
                && (candidates.IncludePrereleases || !version.IsPrerelease)
            )
            {
                return version;
            }
        }

        return null;
    }

    private bool Unfold(Incompatibility failure) =>
        universe.Unfold(
            Story.Constraints(failure).SelectMany(static constraint => Conflict.PackagesOf(constraint)).Distinct()
        );
}
