namespace Speckit.Protocol.Messages;

/// <summary>Lists files of the project: <c>project/glob</c>, capability <c>filesystem.read</c>.</summary>
/// <param name="Patterns">Patterns with forward slashes: <c>*</c>, <c>**</c>, <c>?</c>.</param>
/// <param name="Exclude">Patterns of what to leave out.</param>
public sealed record GlobParams(IReadOnlyList<string> Patterns, IReadOnlyList<string>? Exclude = null);

/// <summary>Files of the project.</summary>
/// <param name="Files">Project-relative paths with forward slashes, sorted ordinally.</param>
public sealed record FileList(IReadOnlyList<string> Files);
