namespace Speckit.Protocol.Messages;

/// <summary>Lists tasks, completed ones too: <c>backlog/list</c>, capability <c>backlog.read</c>. All conditions must hold.</summary>
/// <param name="Labels">Labels a task must have.</param>
/// <param name="Status">The status a task must have.</param>
/// <param name="Metadata">Metadata a task must have, value by value.</param>
public sealed record BacklogListParams(
    IReadOnlyList<string>? Labels = null,
    string? Status = null,
    IReadOnlyDictionary<string, string>? Metadata = null
);

/// <summary>Backlog tasks.</summary>
/// <param name="Tasks">In the order of their ids.</param>
public sealed record BacklogTaskList(IReadOnlyList<BacklogTask> Tasks);
