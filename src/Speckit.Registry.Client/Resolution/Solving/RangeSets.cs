using System.Collections.Immutable;
using Speckit.Manifests.Versions;

namespace Speckit.Registry.Client.Resolution.Solving;

/// <summary>Turns ranges into sets of the versions of one package, by binary search: <see cref="VersionRange.Contains"/> for all of
/// them at once.</summary>
internal sealed class RangeSets
{
    private readonly Candidates _candidates;
    private readonly bool _hasPrereleases;

    public RangeSets(Candidates candidates)
    {
        _candidates = candidates;
        _hasPrereleases = candidates.Versions.Any(static version => version.IsPrerelease);
        Releases = Where(place => !candidates.Versions[place].IsPrerelease);
    }

    /// <summary>The versions that are no pre-releases.</summary>
    public VersionSet Releases { get; }

    /// <summary>Whether a pre-release is of the same major, minor and patch as another one, or is that version itself.</summary>
    public bool IsKin(int place, int other) =>
        other >= 0
        && (
            place == other
            || (
                _candidates.Versions[other] is { IsPrerelease: true } installed
                && IsSameTriple(_candidates.Versions[place], installed)
            )
        );

    /// <summary>The versions of a range.</summary>
    public VersionSet Of(VersionRange range) =>
        _candidates.IncludePrereleases ? OfEach(range) : OfAlternatives(range.Alternatives);

    private VersionSet OfEach(VersionRange range) =>
        Where(place => range.Contains(_candidates.Versions[place], includePrerelease: true));

    private VersionSet OfAlternatives(ImmutableArray<ImmutableArray<VersionComparator>> alternatives)
    {
        var set = Releases.Except(Releases);
        foreach (var alternative in alternatives)
        {
            var (from, to) = Bounds(alternative);
            var within = Releases.Except(Releases).With(from, to);
            set = set.Or(_hasPrereleases ? within.And(Admitted(alternative)) : within);
        }

        return set;
    }

    // Releases, and the pre-releases that the alternative names the major, minor and patch of.
    private VersionSet Admitted(ImmutableArray<VersionComparator> alternative)
    {
        var named = alternative.Where(static comparator => comparator.Version.IsPrerelease).ToList();
        return named.Count == 0
            ? Releases
            : Where(place =>
            {
                var version = _candidates.Versions[place];
                return !version.IsPrerelease || named.Exists(comparator => IsSameTriple(comparator.Version, version));
            });
    }

    private (int From, int To) Bounds(ImmutableArray<VersionComparator> comparators)
    {
        var from = 0;
        var to = _candidates.Versions.Length;
        foreach (var comparator in comparators)
        {
            var atLeast = FirstFrom(comparator.Version, above: false);
            var above = FirstFrom(comparator.Version, above: true);
            (var lowest, var end) = comparator.Operator switch
            {
                ComparatorOperator.Less => (0, atLeast),
                ComparatorOperator.LessOrEqual => (0, above),
                ComparatorOperator.Greater => (above, to),
                ComparatorOperator.GreaterOrEqual => (atLeast, to),
                _ => (atLeast, above),
            };
            from = Math.Max(from, lowest);
            to = Math.Min(to, end);
        }

        return (from, to);
    }

    // The place of the first version that is not lower, or that is higher.
    private int FirstFrom(SemanticVersion version, bool above)
    {
        var (low, high) = (0, _candidates.Versions.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = _candidates.Versions[middle].CompareTo(version);
            if (order < 0 || (above && order == 0))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private VersionSet Where(Func<int, bool> takes) => VersionSet.Where(_candidates.Versions.Length, takes);

    private static bool IsSameTriple(SemanticVersion left, SemanticVersion right) =>
        left.Major == right.Major && left.Minor == right.Minor && left.Patch == right.Patch;
}
