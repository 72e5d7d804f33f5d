using System.Text.Json.Serialization;
using Speckit.Protocol.Messages;

namespace SecurityScanner.Reporting;

/// <summary>What the command gives to programs.</summary>
/// <param name="Feature">What was asked for; null for the whole project.</param>
/// <param name="SeverityThreshold">The lowest severity reported.</param>
/// <param name="Findings">The findings, the gravest first.</param>
/// <param name="FindingsCount">How many.</param>
/// <param name="Statistics">What was scanned.</param>
/// <param name="Tasks">What happened to the backlog.</param>
internal sealed record ScanResult(
    string? Feature,
    string SeverityThreshold,
    IReadOnlyList<Finding> Findings,
    int FindingsCount,
    ScanStatistics Statistics,
    TaskSummary Tasks
);

/// <summary>What was scanned, in numbers.</summary>
internal sealed record ScanStatistics(
    int FilesScanned,
    int FilesSkipped,
    IReadOnlyDictionary<string, int> SkippedByReason,
    IReadOnlyDictionary<string, int> BySeverity,
    int BelowThreshold,
    int Suppressed,
    long DurationMs
);

/// <summary>What happened to the backlog.</summary>
/// <param name="Created">The ids of new tasks.</param>
/// <param name="Existing">How many findings had a task already, open or closed.</param>
/// <param name="NotCreated">How many findings got no task because the limit was reached or the backlog refused.</param>
internal sealed record TaskSummary(IReadOnlyList<string> Created, int Existing, int NotCreated)
{
    /// <summary>The backlog was left alone.</summary>
    public static TaskSummary None { get; } = new([], 0, 0);
}

/// <summary>The payload of <c>plugin.security.scan.completed</c>.</summary>
internal sealed record ScanCompleted(
    string? Feature,
    int FindingsCount,
    int Critical,
    int High,
    int Medium,
    int Low,
    int TasksCreated
);

/// <summary>The payload of <c>plugin.backlog.task.created</c> (JP design §6.3).</summary>
internal sealed record TaskCreated(string Plugin, string TaskId, string Reason);

/// <summary>How results and events are written: snake case, as the design's payloads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ScanResult))]
[JsonSerializable(typeof(ScanCompleted))]
[JsonSerializable(typeof(TaskCreated))]
internal sealed partial class ResultJsonContext : JsonSerializerContext;
