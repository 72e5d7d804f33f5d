namespace Speckit.Protocol.Messages;

/// <summary>Shows a line to the person: <c>console/write</c>.</summary>
/// <param name="Text">The text; untrusted, the host escapes it.</param>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>error</c>.</param>
public sealed record ConsoleWriteParams(string Text, string Level = ConsoleWriteParams.Info)
{
    /// <summary>Ordinary output.</summary>
    public const string Info = "info";

    /// <summary>A warning.</summary>
    public const string Warning = "warning";

    /// <summary>An error.</summary>
    public const string Error = "error";
}
