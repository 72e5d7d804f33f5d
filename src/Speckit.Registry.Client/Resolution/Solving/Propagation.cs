using System.Collections.Immutable;

namespace Speckit.Registry.Client.Resolution.Solving;

/// <summary>Derives what follows from what is known, and learns from conflicts: the two loops at the heart of PubGrub.</summary>
/// <param name="solution">What is known.</param>
internal sealed class Propagation(PartialSolution solution)
{
    private readonly Queue<Package> _changed = [];
    private readonly HashSet<Package> _queued = [];

    /// <summary>How many conflicts there were.</summary>
    public int Conflicts { get; private set; }

    /// <summary>Makes an incompatibility count.</summary>
    public static void Add(Incompatibility incompatibility)
    {
        foreach (var term in incompatibility.Terms)
        {
            term.Package.Incompatibilities.Add(incompatibility);
        }
    }

    /// <summary>Derives all that follows from a change of a package.</summary>
    /// <returns>That there is no solution; null as long as there may be one.</returns>
    public Incompatibility? Run(Package changed)
    {
        Enqueue(changed);
        while (_changed.TryDequeue(out var package))
        {
            _queued.Remove(package);
            if (Check(package) is not { } conflict)
            {
                continue;
            }

            Conflicts++;
            var learnt = Resolve(conflict);
            if (learnt.IsFailure)
            {
                return learnt;
            }

            _changed.Clear();
            _queued.Clear();
            // All but one of its statements are true now: that is what going back was for.
            Apply(learnt);
        }

        return null;
    }

    // Newest first: what was learnt last says most.
    private Incompatibility? Check(Package package)
    {
        for (var i = package.Incompatibilities.Count - 1; i >= 0; i--)
        {
            if (Apply(package.Incompatibilities[i]))
            {
                return package.Incompatibilities[i];
            }
        }

        return null;
    }

    /// <summary>Derives what an incompatibility says when only one of its statements is open. True for a conflict.</summary>
    private bool Apply(Incompatibility incompatibility)
    {
        Term? open = null;
        foreach (var term in incompatibility.Terms)
        {
            if (term.Package.Current.IsWithin(term.Set))
            {
                continue;
            }

            if (open is not null || !term.Package.Current.Meets(term.Set))
            {
                return false;
            }

            open = term;
        }

        if (open is not { } last)
        {
            return true;
        }

        solution.Derive(last.Package, last.Package.Everything.Except(last.Set), incompatibility);
        Enqueue(last.Package);
        return false;
    }

    private void Enqueue(Package package)
    {
        if (_queued.Add(package))
        {
            _changed.Enqueue(package);
        }
    }

    /// <summary>Finds what a conflict really comes from, and goes back to where that would have helped.</summary>
    private Incompatibility Resolve(Incompatibility conflict)
    {
        var incompatibility = conflict;
        while (!incompatibility.IsFailure)
        {
            var (term, satisfier, previousLevel) = LastSatisfier(incompatibility);
            if (satisfier.Cause is not { } cause || previousLevel < satisfier.Level)
            {
                solution.Backtrack(previousLevel);
                if (incompatibility != conflict)
                {
                    Add(incompatibility);
                }

                return incompatibility;
            }

            solution.Blame(satisfier.Package);
            incompatibility = Merge(incompatibility, cause, term.Package);
        }

        return incompatibility;
    }

    // The statement that became true last, with what, and the level at which all else was true already.
    private static (Term Term, Assignment Satisfier, int PreviousLevel) LastSatisfier(Incompatibility incompatibility)
    {
        Term last = default;
        Assignment? satisfier = null;
        var previous = 0;
        foreach (var term in incompatibility.Terms)
        {
            var found = PartialSolution.Satisfier(term.Package, term.Set);
            if (satisfier is null || satisfier.Index < found.Index)
            {
                previous = Math.Max(previous, satisfier?.Level ?? 0);
                (last, satisfier) = (term, found);
            }
            else
            {
                previous = Math.Max(previous, found.Level);
            }
        }

        var rest = satisfier!.Own.Except(last.Set);
        if (!rest.IsEmpty)
        {
            // It became true only together with something said before.
            var partial = PartialSolution.Satisfier(last.Package, last.Package.Everything.Except(rest));
            previous = Math.Max(previous, partial.Level);
        }

        return (last, satisfier, previous);
    }

    /// <summary>The rule of resolution: what is never true whatever the package is.</summary>
    private static Incompatibility Merge(Incompatibility first, Incompatibility second, Package over)
    {
        var sets = new Dictionary<Package, VersionSet>();
        var order = new List<Package>();
        foreach (var term in first.Terms.Concat(second.Terms))
        {
            if (!sets.TryGetValue(term.Package, out var set))
            {
                order.Add(term.Package);
                sets.Add(term.Package, term.Set);
            }
            else
            {
                sets[term.Package] = term.Package == over ? set.Or(term.Set) : set.And(term.Set);
            }
        }

        var terms = order
            .Select(package => new Term(package, sets[package]))
            .Where(term => term.Package != over || !term.Set.Equals(over.Everything));
        return new(terms.ToImmutableArray(), new Cause.Derived(first, second));
    }
}
