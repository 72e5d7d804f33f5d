using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Comparison;

/// <summary>What the comparison with a published version can say: SPK1090 to SPK1099. Codes are never reused.</summary>
public static class ComparisonDiagnostics
{
    /// <summary>What worked before may not work any more, and the version number does not say so.</summary>
    public static DiagnosticDescriptor Breaking { get; } =
        new("SPK1090", FailureKind.BadInput, "Breaking change without a major version");

    /// <summary>Something is new, and the version number speaks of a patch.</summary>
    public static DiagnosticDescriptor Unannounced { get; } =
        new("SPK1091", FailureKind.BadInput, "New feature without a minor version");

    /// <summary>The version is not higher than the published one.</summary>
    public static DiagnosticDescriptor NotHigher { get; } =
        new("SPK1092", FailureKind.BadInput, "Version not higher than the published one");

    /// <summary>A configuration changed, and a migration brings it along.</summary>
    public static DiagnosticDescriptor BreakingButMigrated { get; } =
        new("SPK1093", FailureKind.BadInput, "Configuration changed with a migration");

    /// <summary>Something is gone that was not deprecated before.</summary>
    public static DiagnosticDescriptor NotDeprecated { get; } =
        new("SPK1094", FailureKind.BadInput, "Removed without deprecation");

    /// <summary>The published version could not be looked at.</summary>
    public static DiagnosticDescriptor NotCompared { get; } =
        new("SPK1095", FailureKind.Failed, "Not compared with the published version");

    /// <summary>Every descriptor, for the reference.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [Breaking, Unannounced, NotHigher, BreakingButMigrated, NotDeprecated, NotCompared];
}
