using System.Text.Json.Serialization;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Resident;

/// <summary>Asks the resident host to run a command: <c>resident/run</c>.</summary>
/// <param name="Version">The version of the one who asks: both must be the same.</param>
/// <param name="Program">The executable of the one who asks: both must be the same.</param>
/// <param name="Project">The project's root, absolute.</param>
/// <param name="Call">The command, its arguments and options.</param>
/// <param name="Variables">The environment of the one who asks.</param>
internal sealed record ResidentRunParams(
    string Version,
    string Program,
    string Project,
    CommandRunParams Call,
    IReadOnlyDictionary<string, string> Variables
);

/// <summary>How a run ended: with a result, or with the first of the diagnostics.</summary>
internal sealed record ResidentRunResult(
    IReadOnlyList<ResidentDiagnostic> Diagnostics,
    CommandRunResult? Result = null
);

/// <summary>A diagnostic on its way between two processes of one version.</summary>
internal sealed record ResidentDiagnostic(
    string Code,
    FailureKind Kind,
    string Title,
    Severity Severity,
    string Message,
    string? Hint = null,
    string? File = null,
    int Line = 0,
    int Column = 0
)
{
    internal static ResidentDiagnostic Of(Diagnostic diagnostic) =>
        new(
            diagnostic.Code,
            diagnostic.Descriptor.Kind,
            diagnostic.Descriptor.Title,
            diagnostic.Severity,
            diagnostic.Message,
            diagnostic.Hint,
            diagnostic.Location?.File,
            diagnostic.Location?.Line ?? 0,
            diagnostic.Location?.Column ?? 0
        );

    internal Diagnostic ToDiagnostic() =>
        new(
            new DiagnosticDescriptor(Code, Kind, Title),
            Severity,
            Message,
            Hint,
            File is null ? null : new SourceLocation(File, Line, Column)
        );
}

/// <summary>Something that a plugin says while it runs: the notification <c>resident/said</c>, one of its members.</summary>
internal sealed record ResidentSaid(
    string Plugin,
    ConsoleWriteParams? Text = null,
    Finding? Finding = null,
    ProgressParams? Progress = null,
    LogParams? Log = null,
    ResidentDiagnostic? Warning = null
);

/// <summary>What a resident host is doing: <c>resident/status</c>.</summary>
/// <param name="Version">Its version.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Started">Since when, UTC.</param>
/// <param name="Calls">How many commands it ran.</param>
/// <param name="Plugins">The plugins whose processes are warm.</param>
/// <param name="IdleSeconds">After how many idle seconds it ends.</param>
public sealed record ResidentStatus(
    string Version,
    int ProcessId,
    DateTimeOffset Started,
    long Calls,
    IReadOnlyList<string> Plugins,
    double IdleSeconds
);

/// <summary>The methods between a command line and a resident host.</summary>
internal static class ResidentMethods
{
    internal const string Run = "resident/run";

    /// <summary>A notification: the run was taken. Without it nothing was done.</summary>
    internal const string Began = "resident/began";
    internal const string Said = "resident/said";
    internal const string Status = "resident/status";
    internal const string Stop = "resident/stop";

    /// <summary>The longest line: a plugin's longest one fits into it.</summary>
    internal const int MaxLineBytes = 32 * 1024 * 1024;
}

/// <summary>How those messages are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ResidentRunParams))]
[JsonSerializable(typeof(ResidentRunResult))]
[JsonSerializable(typeof(ResidentSaid))]
[JsonSerializable(typeof(ResidentStatus))]
[JsonSerializable(typeof(Empty))]
internal sealed partial class ResidentJsonContext : JsonSerializerContext;
