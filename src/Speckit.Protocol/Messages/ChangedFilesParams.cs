namespace Speckit.Protocol.Messages;

/// <summary>Lists the files that changed: <c>project/changedFiles</c>, capability <c>filesystem.read</c>.</summary>
/// <param name="Since">A revision; null for what the working tree changed since the last commit.</param>
public sealed record ChangedFilesParams(string? Since = null);
