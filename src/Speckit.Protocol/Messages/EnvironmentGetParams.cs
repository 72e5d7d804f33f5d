namespace Speckit.Protocol.Messages;

/// <summary>Reads an environment variable: <c>environment/get</c>, capability <c>environment</c>.</summary>
/// <param name="Name">Its name.</param>
public sealed record EnvironmentGetParams(string Name);

/// <summary>An environment variable.</summary>
/// <param name="Value">Its value; null when it is not set.</param>
public sealed record EnvironmentGetResult(string? Value = null);
