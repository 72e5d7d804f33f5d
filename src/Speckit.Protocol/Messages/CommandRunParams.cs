using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>Runs a command: <c>command/run</c>.</summary>
/// <param name="Name">The command, such as <c>jpspec:security-scan</c>.</param>
/// <param name="Arguments">Its positional arguments.</param>
/// <param name="Options">Its options by name without dashes: a string, a boolean, or an array of strings.</param>
public sealed record CommandRunParams(
    string Name,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, JsonElement> Options
);

/// <summary>What a command did.</summary>
/// <param name="Result">Any JSON, or nothing.</param>
/// <param name="ExitCode">The exit code the command asks for; see the exit codes of the formats.</param>
public sealed record CommandRunResult(JsonElement? Result = null, int ExitCode = 0);
