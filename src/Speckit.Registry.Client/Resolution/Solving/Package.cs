using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Registry.Client.Resolution.Solving;

/// <summary>A package in one run of the solver: its versions as sets, and what is known of it so far.</summary>
internal sealed class Package
{
    private readonly Dictionary<string, VersionSet> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<VersionSet, string> _words = [];
    private readonly RangeSets _sets;
    private readonly Dependencies?[] _dependencies;
    private readonly bool[] _opened;

    public Package(int id, Candidates candidates)
    {
        Id = id;
        Candidates = candidates;
        Absent = VersionSet.Absent(candidates.Versions.Length);
        Everything = VersionSet.Everything(candidates.Versions.Length);
        Present = Everything.Except(Absent);
        Current = Everything;
        LevelOfDecision = -1;
        _sets = new RangeSets(candidates);
        _dependencies = new Dependencies?[candidates.Versions.Length];
        _opened = new bool[candidates.Versions.Length];
    }

    /// <summary>The order in which packages became known.</summary>
    public int Id { get; }

    public Candidates Candidates { get; }

    public PluginName Name => Candidates.Name;

    public VersionSet Absent { get; }

    public VersionSet Everything { get; }

    /// <summary>Every version.</summary>
    public VersionSet Present { get; }

    /// <summary>What speaks of it.</summary>
    public List<Incompatibility> Incompatibilities { get; } = [];

    /// <summary>What was decided and derived about it, oldest first.</summary>
    public List<Assignment> Assignments { get; } = [];

    /// <summary>What it may still be.</summary>
    public VersionSet Current { get; set; }

    /// <summary>The level at which it was decided, or -1.</summary>
    public int LevelOfDecision { get; set; }

    /// <summary>How often it was part of a conflict: such packages are decided early.</summary>
    public int Conflicts { get; set; }

    public bool IsDecided => LevelOfDecision >= 0;

    /// <summary>How urgent it is to decide it; lower first.</summary>
    /// <remarks>Packages that are updated, kept or asked for come in their order, so that each gets the best that those before it
    /// leave. Of the others the most troublesome comes first, then the one with the fewest versions left.</remarks>
    public DecisionKey Urgency =>
        Candidates.Class == DecisionClass.Dependency
            ? new(Candidates.Class, -Conflicts, Current.Count, Id)
            : new(Candidates.Class, 0, 0, Id);

    /// <summary>Whether it must be there and no version was chosen yet.</summary>
    public bool IsWanted => !IsDecided && !Current.HasAbsence;

    /// <summary>One version.</summary>
    public VersionSet Only(int place) => Absent.Except(Absent).With(place, place + 1);

    /// <summary>The versions of a range.</summary>
    public VersionSet SetOf(VersionRange range)
    {
        if (!_ranges.TryGetValue(range.Text, out var set))
        {
            set = _sets.Of(range);
            _ranges.Add(range.Text, set);
            // What people wrote reads better than what can be computed.
            _words.TryAdd(set, range.Text);
        }

        return set;
    }

    /// <summary>What an installed package without a wish of its own may be: releases, what is installed, and its kin.</summary>
    public VersionSet SetOfInstalled() =>
        _sets.Releases.Or(
            VersionSet.Where(
                Candidates.Versions.Length,
                place => Candidates.IncludePrereleases || _sets.IsKin(place, Candidates.Installed)
            )
        );

    /// <summary>The words in which somebody wrote that set, or null.</summary>
    public string? WordsOf(VersionSet set) => _words.GetValueOrDefault(set);

    /// <summary>What the version at that place needs.</summary>
    public Dependencies DependenciesOf(int place) => _dependencies[place] ??= Candidates.DependenciesOf(place);

    /// <summary>Whether what the version at that place needs counts already.</summary>
    public bool IsOpen(int place) => _opened[place];

    /// <summary>Makes count what a version needs; false when it does already.</summary>
    public bool Open(int place)
    {
        var first = !_opened[place];
        _opened[place] = true;
        return first;
    }

    /// <summary>The version to try first among those.</summary>
    public int Prefer(VersionSet versions)
    {
        if (Candidates is { Class: DecisionClass.Kept, Installed: >= 0 } && versions.Contains(Candidates.Installed))
        {
            return Candidates.Installed;
        }

        var highest = versions.Highest;
        if (highest != Candidates.LastResort)
        {
            return highest;
        }

        var others = versions.Except(Only(highest)).Highest;
        return others >= 0 ? others : highest;
    }
}

/// <summary>How urgent it is to decide a package: compared part by part.</summary>
internal readonly record struct DecisionKey(DecisionClass Class, int Ease, int Versions, int Id)
    : IComparable<DecisionKey>
{
    public int CompareTo(DecisionKey other) =>
        Class != other.Class ? Class.CompareTo(other.Class)
        : Ease != other.Ease ? Ease.CompareTo(other.Ease)
        : Versions != other.Versions ? Versions.CompareTo(other.Versions)
        : Id.CompareTo(other.Id);
}
