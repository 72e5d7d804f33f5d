namespace Speckit.Protocol.Messages;

/// <summary>A file's content.</summary>
/// <param name="Content">The text, or the bytes in base64.</param>
/// <param name="Encoding"><see cref="Utf8"/> or <see cref="Base64"/>.</param>
public sealed record FileContent(string Content, string Encoding = FileContent.Utf8)
{
    /// <summary>The content is text.</summary>
    public const string Utf8 = "utf-8";

    /// <summary>The content is base64, because the bytes are not UTF-8.</summary>
    public const string Base64 = "base64";
}
