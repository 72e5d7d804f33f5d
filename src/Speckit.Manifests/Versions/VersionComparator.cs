namespace Speckit.Manifests.Versions;

/// <summary>How a <see cref="VersionComparator"/> compares.</summary>
public enum ComparatorOperator
{
    /// <summary>The same version, build metadata aside.</summary>
    Equal,

    /// <summary>Lower.</summary>
    Less,

    /// <summary>Lower or the same.</summary>
    LessOrEqual,

    /// <summary>Higher.</summary>
    Greater,

    /// <summary>Higher or the same.</summary>
    GreaterOrEqual,
}

/// <summary>One bound of a range, such as <c>&gt;=1.2.0</c>.</summary>
/// <param name="Operator">How to compare.</param>
/// <param name="Version">What to compare with.</param>
public sealed record VersionComparator(ComparatorOperator Operator, SemanticVersion Version)
{
    /// <summary>Whether the version is within the bound, by precedence alone.</summary>
    public bool Accepts(SemanticVersion version)
    {
        var order = version.CompareTo(Version);
        return Operator switch
        {
            ComparatorOperator.Less => order < 0,
            ComparatorOperator.LessOrEqual => order <= 0,
            ComparatorOperator.Greater => order > 0,
            ComparatorOperator.GreaterOrEqual => order >= 0,
            _ => order == 0,
        };
    }

    /// <summary>npm's form: <c>&gt;=1.2.0</c>; a bare version for <see cref="ComparatorOperator.Equal"/>.</summary>
    public override string ToString()
    {
        var sign = Operator switch
        {
            ComparatorOperator.Less => "<",
            ComparatorOperator.LessOrEqual => "<=",
            ComparatorOperator.Greater => ">",
            ComparatorOperator.GreaterOrEqual => ">=",
            _ => "",
        };
        return sign + Version;
    }

    // What npm makes of a range that nothing satisfies.
    internal bool IsNothing =>
        Operator == ComparatorOperator.Less && Version is { Major: 0, Minor: 0, Patch: 0, Prerelease: ["0"] };
}
