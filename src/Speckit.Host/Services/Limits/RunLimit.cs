using System.Collections.Immutable;

namespace Speckit.Host.Services.Limits;

/// <summary>How much of one kind a plugin may ask for in one run of Speckit.</summary>
/// <param name="Name">What it is called in errors.</param>
/// <param name="Value">The most there may be.</param>
public sealed record RunLimit(string Name, long Value)
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>Requests and notifications of any kind.</summary>
    public static RunLimit Calls { get; } = new("calls", 1_000_000);

    /// <summary>Calls that need a capability: each is a line of the audit log.</summary>
    public static RunLimit AuditedCalls { get; } = new("auditedCalls", 100_000);

    /// <summary>Calls that are refused. One more ends the plugin.</summary>
    public static RunLimit Refusals { get; } = new("refusals", 1_000);

    /// <summary>Lines shown to the person.</summary>
    public static RunLimit ConsoleLines { get; } = new("consoleLines", 10_000);

    /// <summary>What is shown to the person, in bytes of UTF-8.</summary>
    public static RunLimit ConsoleBytes { get; } = new("consoleBytes", 4 * Mebibyte);

    /// <summary>Findings.</summary>
    public static RunLimit Findings { get; } = new("findings", 10_000);

    /// <summary>Reports of progress.</summary>
    public static RunLimit ProgressReports { get; } = new("progressReports", 100_000);

    /// <summary>What is logged, in bytes of UTF-8.</summary>
    public static RunLimit LogBytes { get; } = new("logBytes", 4 * Mebibyte);

    /// <summary>Events emitted.</summary>
    public static RunLimit Events { get; } = new("events", 1_000);

    /// <summary>Patterns subscribed to.</summary>
    public static RunLimit Subscriptions { get; } = new("subscriptions", 100);

    /// <summary>Files read.</summary>
    public static RunLimit FilesRead { get; } = new("filesRead", 50_000);

    /// <summary>Bytes read.</summary>
    public static RunLimit BytesRead { get; } = new("bytesRead", 1024 * Mebibyte);

    /// <summary>Files written and folders made.</summary>
    public static RunLimit FilesWritten { get; } = new("filesWritten", 10_000);

    /// <summary>Bytes written.</summary>
    public static RunLimit BytesWritten { get; } = new("bytesWritten", 256 * Mebibyte);

    /// <summary>Backlog tasks created.</summary>
    public static RunLimit TasksCreated { get; } = new("tasksCreated", 200);

    /// <summary>Changes of backlog tasks.</summary>
    public static RunLimit TasksUpdated { get; } = new("tasksUpdated", 2_000);

    /// <summary>Programs run.</summary>
    public static RunLimit Programs { get; } = new("programs", 1_000);

    /// <summary>HTTP requests.</summary>
    public static RunLimit HttpRequests { get; } = new("httpRequests", 1_000);

    /// <summary>Every limit, for the reference.</summary>
    public static ImmutableArray<RunLimit> All { get; } =
    [
        Calls,
        AuditedCalls,
        Refusals,
        ConsoleLines,
        ConsoleBytes,
        Findings,
        ProgressReports,
        LogBytes,
        Events,
        Subscriptions,
        FilesRead,
        BytesRead,
        FilesWritten,
        BytesWritten,
        TasksCreated,
        TasksUpdated,
        Programs,
        HttpRequests,
    ];
}
