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

    internal static DiagnosticDescriptor PassphraseNeeded { get; } =
        new("SPK9020", FailureKind.Refused, "Passphrase needed");

    internal static DiagnosticDescriptor PassphraseUnusable { get; } =
        new("SPK9021", FailureKind.BadInput, "Passphrase not usable");

    internal static DiagnosticDescriptor AlreadySigned { get; } =
        new("SPK9022", FailureKind.BadInput, "Signed as somebody else");

    internal static DiagnosticDescriptor SignerNotAllowed { get; } =
        new("SPK9023", FailureKind.Refused, "Signer not allowed");

    internal static DiagnosticDescriptor KeyReference { get; } = new("SPK9024", FailureKind.BadInput, "Not a key");

    /// <summary>Tests of a plugin failed.</summary>
    internal static DiagnosticDescriptor TestsFailed { get; } = new("SPK9040", FailureKind.Failed, "Tests failed");

    /// <summary>A plugin without tests was to be tested.</summary>
    internal static DiagnosticDescriptor NoTests { get; } = new("SPK9041", FailureKind.Failed, "No tests");

    /// <summary>A test runner could not run the tests.</summary>
    internal static DiagnosticDescriptor TestRunFailed { get; } =
        new("SPK9042", FailureKind.Failed, "The tests could not be run");

    /// <summary>A plugin could not be installed or enabled for its tests.</summary>
    internal static DiagnosticDescriptor TrialRefused { get; } =
        new("SPK9043", FailureKind.Failed, "The plugin does not run in its sandbox");

    internal static DiagnosticDescriptor PublisherSubject { get; } =
        new("SPK9025", FailureKind.BadInput, "Not a publisher");

    internal static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        Usage,
        System,
        Internal,
        TargetExists,
        CompileFailed,
        ToolMissing,
        NoKey,
        EditorFailed,
        PassphraseNeeded,
        PassphraseUnusable,
        AlreadySigned,
        SignerNotAllowed,
        KeyReference,
        PublisherSubject,
        TestsFailed,
        NoTests,
        TestRunFailed,
        TrialRefused,
    ];
}
