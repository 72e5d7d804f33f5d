using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli;

/// <summary>The process's exit codes (formats: "Exit codes").</summary>
internal static class ExitCodes
{
    internal const int Done = 0;
    internal const int Failed = (int)FailureKind.Failed;
    internal const int BadInput = (int)FailureKind.BadInput;
    internal const int Interrupted = 130;

    /// <summary>The code of a failure: its first error's.</summary>
    internal static int Of(IEnumerable<Diagnostic> diagnostics) =>
        (int)diagnostics.First(d => d.Severity == Severity.Error).Descriptor.Kind;
}
