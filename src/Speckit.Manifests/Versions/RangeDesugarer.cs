using System.Collections.Immutable;

namespace Speckit.Manifests.Versions;

/// <summary>Turns tildes, carets, x-ranges and hyphen ranges into comparators.</summary>
internal sealed class RangeDesugarer(bool includePrerelease)
{
    private readonly List<VersionComparator> _comparators = [];

    // The lowest pre-release there is; what a lower bound without a patch starts at when pre-releases count.
    private string? Floor => includePrerelease ? "0" : null;

    /// <summary>The comparators; only the impossible one when one is impossible.</summary>
    public ImmutableArray<VersionComparator> ToSet()
    {
        var nothing = _comparators.Find(c => c.IsNothing);
        return nothing is null ? [.. _comparators] : [nothing];
    }

    /// <summary>Adds what an operator and a version mean; false when npm refuses them.</summary>
    public bool Add(RangeOperator sign, PartialVersion version) =>
        sign switch
        {
            RangeOperator.Tilde => AddTilde(version),
            RangeOperator.Caret => AddCaret(version),
            _ when version.IsFull => IsPlainPrefix(version) && AddFull(sign, version),
            _ => !version.IsOutOfOrder && AddPartial(sign, version),
        };

    /// <summary>Adds <c>from - to</c>; false when npm refuses it.</summary>
    public bool AddHyphen(PartialVersion from, PartialVersion to) => AddHyphenStart(from) && AddHyphenEnd(to);

    private bool AddHyphenStart(PartialVersion from)
    {
        if (from.Major is null)
        {
            return true;
        }

        if (from.Minor is null || from.Patch is null)
        {
            return AddLowerBound(PartialVersion.Create(from.Major, from.Minor ?? "0", "0", Floor));
        }

        return IsPlainPrefix(from)
            && AddLowerBound(from.Lowest(from.Prerelease ?? Floor), isAny: from.Prefix.Length == 0);
    }

    private bool AddHyphenEnd(PartialVersion to)
    {
        if (to.Major is null)
        {
            return true;
        }

        if (to.Minor is null || to.Patch is null)
        {
            return Add(ComparatorOperator.Less, to.Minor is null ? to.NextMajor() : to.NextMinor());
        }

        if (to.Prerelease is null && includePrerelease)
        {
            return Add(ComparatorOperator.Less, to.NextPatch());
        }

        return (to.Prerelease is not null || IsPlainPrefix(to)) && Add(ComparatorOperator.LessOrEqual, to.ToVersion());
    }

    private bool AddTilde(PartialVersion version)
    {
        if (version.Major is null)
        {
            return true;
        }

        if (version.Minor is null)
        {
            return AddLowerBound(PartialVersion.Create(version.Major, "0", "0", Floor))
                && Add(ComparatorOperator.Less, version.NextMajor());
        }

        return AddLowerBound(version.Lowest(version.Patch is null ? Floor : version.Prerelease))
            && Add(ComparatorOperator.Less, version.NextMinor());
    }

    private bool AddCaret(PartialVersion version)
    {
        if (version.Major is null)
        {
            return true;
        }

        if (version.Minor is null)
        {
            return AddLowerBound(PartialVersion.Create(version.Major, "0", "0", Floor))
                && Add(ComparatorOperator.Less, version.NextMajor());
        }

        var upper =
            version.Major != "0" ? version.NextMajor()
            : version.Minor != "0" || version.Patch is null ? version.NextMinor()
            : version.NextPatch();
        return AddLowerBound(version.Lowest(version.Patch is null ? Floor : version.Prerelease))
            && Add(ComparatorOperator.Less, upper);
    }

    private bool AddFull(RangeOperator sign, PartialVersion version) =>
        sign switch
        {
            RangeOperator.Less => Add(ComparatorOperator.Less, version.ToVersion()),
            RangeOperator.LessOrEqual => Add(ComparatorOperator.LessOrEqual, version.ToVersion()),
            RangeOperator.Greater => Add(ComparatorOperator.Greater, version.ToVersion()),
            RangeOperator.GreaterOrEqual => AddLowerBound(version.ToVersion(), isAny: version.Prefix.Length == 0),
            _ => Add(ComparatorOperator.Equal, version.ToVersion()),
        };

    private bool AddPartial(RangeOperator sign, PartialVersion version)
    {
        if (version.Major is null)
        {
            return sign is not (RangeOperator.Less or RangeOperator.Greater)
                || Add(ComparatorOperator.Less, PartialVersion.Create("0", "0", "0", "0"));
        }

        var next = version.Minor is null ? version.NextMajor() : version.NextMinor();
        var lowest = PartialVersion.Create(version.Major, version.Minor ?? "0", "0", Floor);
        return sign switch
        {
            RangeOperator.Greater => AddLowerBound(WithFloor(next)),
            RangeOperator.GreaterOrEqual => AddLowerBound(lowest),
            RangeOperator.Less => Add(
                ComparatorOperator.Less,
                PartialVersion.Create(version.Major, version.Minor ?? "0", "0", "0")
            ),
            RangeOperator.LessOrEqual => Add(ComparatorOperator.Less, next),
            _ => AddLowerBound(lowest) && Add(ComparatorOperator.Less, next),
        };
    }

    private SemanticVersion? WithFloor(SemanticVersion? version) =>
        version is null || includePrerelease
            ? version
            : new SemanticVersion(version.Major, version.Minor, version.Patch);

    // The bound that excludes nothing is no bound: npm replaces >=0.0.0 by *.
    private bool AddLowerBound(SemanticVersion? version, bool isAny = true)
    {
        if (version is null)
        {
            return false;
        }

        var lowest =
            version is { Major: 0, Minor: 0, Patch: 0 }
            && (includePrerelease ? version.Prerelease is ["0"] : version.Prerelease.IsEmpty);
        return (lowest && isAny) || Add(ComparatorOperator.GreaterOrEqual, version);
    }

    private bool Add(ComparatorOperator sign, SemanticVersion? version)
    {
        if (version is null)
        {
            return false;
        }

        _comparators.Add(new VersionComparator(sign, version));
        return true;
    }

    private static bool IsPlainPrefix(PartialVersion version) => version.Prefix is "" or "v";
}
