namespace Speckit.Protocol.Messages;

/// <summary>Writes a file: <c>project/writeFile</c>, capability <c>filesystem.write</c>.</summary>
/// <param name="Path">Its project-relative path.</param>
/// <param name="Content">The text, or the bytes in base64.</param>
/// <param name="Encoding"><see cref="FileContent.Utf8"/> or <see cref="FileContent.Base64"/>.</param>
public sealed record WriteFileParams(string Path, string Content, string Encoding = FileContent.Utf8);
