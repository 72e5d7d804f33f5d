namespace Speckit.Protocol.Messages;

/// <summary>Creates a task: <c>backlog/create</c>, capability <c>backlog.write</c>. The label <c>plugin:&lt;name&gt;</c> is added.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Description">Its description.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Status"><c>To Do</c> or <c>Backlog</c>; nothing for the project's default.</param>
/// <param name="Priority"><c>high</c>, <c>medium</c>, <c>low</c>, or nothing.</param>
/// <param name="Metadata">What the plugin keeps with it.</param>
/// <param name="AcceptanceCriteria">Its acceptance criteria.</param>
public sealed record BacklogCreateParams(
    string Title,
    string? Description = null,
    IReadOnlyList<string>? Labels = null,
    string? Status = null,
    string? Priority = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    IReadOnlyList<string>? AcceptanceCriteria = null
);
