using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Backups;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;

namespace Speckit.Host.Lifecycle;

/// <summary>A package that is to be put in place, and how.</summary>
/// <param name="Package">The package, verified.</param>
internal sealed record Placement(AcquiredPackage Package)
{
    /// <summary>The plugins that need it and are installed with it.</summary>
    public ImmutableArray<PluginName> RequiredBy { get; init; } = [];

    /// <summary>Whether somebody asked for it, or it only comes along.</summary>
    public bool IsDependency { get; init; }

    /// <summary>The lock file's entry to keep as it is: an install of exactly what is locked.</summary>
    public LockedPlugin? Exactly { get; init; }

    /// <summary>The backup whose configuration and data come back with the package, or null.</summary>
    public PluginBackup? Restore { get; init; }

    public PluginName Name => Package.Manifest.Name;

    /// <summary>The placements of a plan whose packages are at hand.</summary>
    internal static ImmutableArray<Placement> Of(
        ImmutableArray<PlannedPackage> plan,
        ImmutableArray<AcquiredPackage> packages
    ) =>
        [
            .. plan.Zip(
                packages,
                (planned, package) =>
                    new Placement(package) { RequiredBy = planned.RequiredBy, IsDependency = planned.IsDependency }
            ),
        ];
}
