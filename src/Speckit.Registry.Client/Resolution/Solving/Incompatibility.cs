using System.Collections.Immutable;
using Speckit.Manifests.Versions;

namespace Speckit.Registry.Client.Resolution.Solving;

/// <summary>A statement about one package: it is one of these.</summary>
internal readonly record struct Term(Package Package, VersionSet Set);

/// <summary>Statements that are never all true. Without any, there is no solution.</summary>
/// <param name="terms">One for each package.</param>
/// <param name="cause">Why they are never all true.</param>
internal sealed class Incompatibility(ImmutableArray<Term> terms, Cause cause)
{
    public ImmutableArray<Term> Terms { get; } = terms;

    public Cause Cause { get; } = cause;

    /// <summary>Whether it says that there is no solution.</summary>
    public bool IsFailure => Terms.IsEmpty;
}

/// <summary>Why an incompatibility holds.</summary>
internal abstract record Cause
{
    private Cause() { }

    /// <summary>The project wants a package.</summary>
    public sealed record Wanted(Package Package, VersionSet Set, Wish Wish) : Cause;

    /// <summary>Versions of a package need others of another, or only go together with them.</summary>
    public sealed record Requires(Package Package, VersionSet Set, Package Other, VersionRange Range, bool Optional)
        : Cause;

    /// <summary>Versions of a package may not be chosen.</summary>
    public sealed record Excluded(Package Package, VersionSet Set, Exclusion Exclusion) : Cause;

    /// <summary>It follows from two others.</summary>
    public sealed record Derived(Incompatibility First, Incompatibility Second) : Cause;
}
