using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Speckit.Sdk;

/// <summary>What a command gives back: any JSON for programs, and an exit code.</summary>
/// <param name="Result">The JSON, or null.</param>
/// <param name="ExitCode">0 done · 1 failed, or problems found · 2 bad input · 3 refused.</param>
public sealed record CommandResult(JsonElement? Result, int ExitCode)
{
    /// <summary>Done, with nothing to say.</summary>
    public static CommandResult Done { get; } = new(null, 0);

    /// <summary>A result with a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">How it is written, from a source-generated context.</param>
    /// <param name="exitCode">The exit code.</param>
    public static CommandResult From<T>(T value, JsonTypeInfo<T> type, int exitCode = 0) =>
        new(JsonSerializer.SerializeToElement(value, type), exitCode);

    /// <summary>A result that is an exit code alone.</summary>
    public static CommandResult Exit(int exitCode) => new(null, exitCode);
}
