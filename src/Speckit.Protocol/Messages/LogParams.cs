namespace Speckit.Protocol.Messages;

/// <summary>Writes a line to the plugin's log: <c>log/write</c>.</summary>
/// <param name="Level"><c>debug</c>, <c>info</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Message">The line.</param>
public sealed record LogParams(string Level, string Message);
