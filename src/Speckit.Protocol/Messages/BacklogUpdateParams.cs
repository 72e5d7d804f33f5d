namespace Speckit.Protocol.Messages;

/// <summary>Changes a task the plugin created: <c>backlog/update</c>, capability <c>backlog.write</c>. What is null stays.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its new status.</param>
/// <param name="Labels">Its new labels; labels of plugins and workflows stay.</param>
/// <param name="Metadata">Values that join its metadata.</param>
public sealed record BacklogUpdateParams(
    string Id,
    string? Status = null,
    IReadOnlyList<string>? Labels = null,
    IReadOnlyDictionary<string, string>? Metadata = null
);
