namespace Speckit.Protocol.Messages;

/// <summary>A backlog task (JP design §6).</summary>
/// <param name="Id">Its id, such as <c>TASK-7</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Status">Its status, as the project's configuration spells it.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Priority"><c>high</c>, <c>medium</c>, <c>low</c>, or nothing.</param>
/// <param name="Description">Its description.</param>
/// <param name="Metadata">What plugins keep with it.</param>
/// <param name="Created">When it was created, UTC.</param>
/// <param name="Updated">When it was changed, UTC.</param>
/// <param name="Assignee">Who works on it.</param>
public sealed record BacklogTask(
    string Id,
    string Title,
    string Status,
    IReadOnlyList<string> Labels,
    string? Priority = null,
    string? Description = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    DateTimeOffset? Created = null,
    DateTimeOffset? Updated = null,
    IReadOnlyList<string>? Assignee = null
);
