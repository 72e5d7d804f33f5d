namespace Speckit.Protocol.Messages;

/// <summary>Creates a folder and its parents: <c>project/createDirectory</c>, capability <c>filesystem.write</c>.</summary>
/// <param name="Path">Its project-relative path.</param>
public sealed record CreateDirectoryParams(string Path);
