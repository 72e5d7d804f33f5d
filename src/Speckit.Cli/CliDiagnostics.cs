using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli;

/// <summary>What can go wrong in the command line itself: SPK90xx.</summary>
internal static class CliDiagnostics
{
    internal static DiagnosticDescriptor Usage { get; } = new("SPK9001", FailureKind.BadInput, "Bad usage");

    internal static DiagnosticDescriptor System { get; } = new("SPK9002", FailureKind.Failed, "The system refused");

    internal static DiagnosticDescriptor Internal { get; } = new("SPK9003", FailureKind.Failed, "A defect in Speckit");

    internal static DiagnosticDescriptor TargetExists { get; } = new("SPK9005", FailureKind.BadInput, "Target exists");

    internal static DiagnosticDescriptor CompileFailed { get; } =
        new("SPK9006", FailureKind.Failed, "The plugin does not compile");

    internal static DiagnosticDescriptor ToolMissing { get; } = new("SPK9007", FailureKind.Failed, "A tool is missing");

    internal static DiagnosticDescriptor NoKey { get; } = new("SPK9008", FailureKind.BadInput, "No signing key");

    internal static DiagnosticDescriptor EditorFailed { get; } =
        new("SPK9015", FailureKind.Failed, "The editor failed");

    internal static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [Usage, System, Internal, TargetExists, CompileFailed, ToolMissing, NoKey, EditorFailed];
}
