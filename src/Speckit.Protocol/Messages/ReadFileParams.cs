namespace Speckit.Protocol.Messages;

/// <summary>Reads a file: <c>project/readFile</c>, capability <c>filesystem.read</c>.</summary>
/// <param name="Path">Its project-relative path.</param>
public sealed record ReadFileParams(string Path);
