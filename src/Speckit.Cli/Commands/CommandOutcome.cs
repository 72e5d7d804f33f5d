using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands;

/// <summary>How a command ended: its data for <c>--json</c>, its diagnostics, its exit code. What people read was written on the way.</summary>
/// <param name="Data">The command's data.</param>
/// <param name="Diagnostics">Why it failed, shown when it ends; or the warnings of a success, which were shown on the way.</param>
/// <param name="ExitCode">The exit code.</param>
internal sealed record CommandOutcome(JsonObject Data, ImmutableArray<Diagnostic> Diagnostics, int ExitCode)
{
    /// <summary>Whether the diagnostics of a failure were shown on the way already.</summary>
    internal bool WereShown { get; init; }

    internal static CommandOutcome Done(JsonObject data, ImmutableArray<Diagnostic> warnings = default) =>
        new(data, warnings.IsDefault ? [] : warnings, ExitCodes.Done);

    internal static CommandOutcome Fail(params ImmutableArray<Diagnostic> diagnostics) =>
        new([], diagnostics, ExitCodes.Of(diagnostics));

    internal static CommandOutcome Fail<T>(Result<T> failed)
        where T : notnull => Fail(failed.Diagnostics);
}
