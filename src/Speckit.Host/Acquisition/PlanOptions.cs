using System.Collections.Immutable;
using Speckit.Registry.Client.Resolution;

namespace Speckit.Host.Acquisition;

/// <summary>How versions are chosen.</summary>
public sealed record PlanOptions
{
    /// <summary>Whether nothing but the cache may be asked.</summary>
    public bool Offline { get; init; }

    /// <summary>Whether pre-releases of what is asked for count like releases.</summary>
    public bool IncludePrereleases { get; init; }

    /// <summary>The one registry that what is asked for may come from; null for any.</summary>
    public string? Registry { get; init; }
}

/// <summary>What an update would do.</summary>
/// <param name="Packages">What would be installed, dependencies first.</param>
/// <param name="HeldBack">The plugins that have a higher version which does not fit, with the reasons.</param>
public sealed record UpdatePlan(ImmutableArray<PlannedPackage> Packages, ImmutableArray<HeldBack> HeldBack);
