namespace Speckit.Registry.Client.Resolution.Solving;

/// <summary>Something decided or derived about a package.</summary>
/// <param name="Package">The package.</param>
/// <param name="Own">What this alone says.</param>
/// <param name="Current">What it says together with all before it.</param>
/// <param name="Index">Its place among the assignments of all packages.</param>
/// <param name="Level">How many decisions there were, itself included.</param>
/// <param name="Cause">What it was derived from; null for a decision.</param>
internal sealed record Assignment(
    Package Package,
    VersionSet Own,
    VersionSet Current,
    int Index,
    int Level,
    Incompatibility? Cause
);

/// <summary>What was decided and derived so far, and can be taken back.</summary>
internal sealed class PartialSolution
{
    private readonly List<Assignment> _assignments = [];

    // What may have to be decided, under every urgency that it had: entries that are no longer true are passed over.
    private readonly PriorityQueue<Package, DecisionKey> _wanted = new();

    /// <summary>How many decisions there are.</summary>
    public int Level { get; private set; }

    /// <summary>Chooses a version.</summary>
    public void Decide(Package package, int place)
    {
        Level++;
        package.LevelOfDecision = Level;
        Assign(package, package.Only(place), cause: null);
    }

    /// <summary>Adds what follows from an incompatibility.</summary>
    public void Derive(Package package, VersionSet set, Incompatibility cause) => Assign(package, set, cause);

    /// <summary>Takes back all that came after a level.</summary>
    public void Backtrack(int level)
    {
        Level = level;
        while (_assignments.Count > 0 && _assignments[^1].Level > level)
        {
            var package = _assignments[^1].Package;
            _assignments.RemoveAt(_assignments.Count - 1);
            package.Assignments.RemoveAt(package.Assignments.Count - 1);
            package.Current = package.Assignments is [.., var last] ? last.Current : package.Everything;
            if (package.LevelOfDecision > level)
            {
                package.LevelOfDecision = -1;
            }

            NoteIfWanted(package);
        }
    }

    /// <summary>The first assignment with which a statement became true. It is true.</summary>
    public static Assignment Satisfier(Package package, VersionSet set)
    {
        var assignments = package.Assignments;
        var (low, high) = (0, assignments.Count - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (assignments[middle].Current.IsWithin(set))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return assignments[low];
    }

    /// <summary>The package to be decided next, or null when nothing is left to decide.</summary>
    public Package? Next()
    {
        while (_wanted.TryPeek(out var package, out var urgency))
        {
            if (package.IsWanted && package.Urgency == urgency)
            {
                return package;
            }

            _wanted.Dequeue();
        }

        return null;
    }

    /// <summary>Notes that a package was part of a conflict.</summary>
    public void Blame(Package package)
    {
        package.Conflicts++;
        NoteIfWanted(package);
    }

    private void Assign(Package package, VersionSet own, Incompatibility? cause)
    {
        var current = package.Current.And(own);
        var assignment = new Assignment(package, own, current, _assignments.Count, Level, cause);
        _assignments.Add(assignment);
        package.Assignments.Add(assignment);
        package.Current = current;
        NoteIfWanted(package);
    }

    private void NoteIfWanted(Package package)
    {
        if (package.IsWanted)
        {
            _wanted.Enqueue(package, package.Urgency);
        }
    }
}
