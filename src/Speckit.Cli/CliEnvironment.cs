using System.Collections;
using Speckit.Host.Projects;

namespace Speckit.Cli;

/// <summary>What the command line takes from its process: streams, folders, clock, variables.</summary>
internal sealed record CliEnvironment
{
    /// <summary>Opens the input, which few commands read.</summary>
    internal required Func<TextReader> Input { get; init; }

    internal required TextWriter Output { get; init; }

    internal required TextWriter Error { get; init; }

    internal bool InputIsTerminal { get; init; }

    internal bool OutputIsTerminal { get; init; }

    internal bool ErrorIsTerminal { get; init; }

    internal bool NoColor { get; init; }

    internal int Width { get; init; } = 80;

    internal required string WorkingDirectory { get; init; }

    internal required UserLayout User { get; init; }

    internal required TimeProvider Time { get; init; }

    /// <summary>The program's name as it was called: <c>specify</c> or <c>ospec</c>.</summary>
    internal string ProgramName { get; init; } = "specify";

    /// <summary>This program as one native executable, or null where a managed build has none.</summary>
    internal string? Self { get; init; }

    /// <summary>The executable that can be the step before each plugin, or null where there is none.</summary>
    internal string? Launcher { get; init; }

    internal Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Reads the whole environment.</summary>
    internal Func<IReadOnlyDictionary<string, string>> Variables { get; init; } = ReadVariables;

    /// <summary>Waits for a key of the terminal and does not show it.</summary>
    internal Func<ConsoleKeyInfo> ReadKey { get; init; } = static () => Console.ReadKey(intercept: true);

    internal bool OutputHasColor => OutputIsTerminal && !NoColor;

    internal bool ErrorHasColor => ErrorIsTerminal && !NoColor;

    private static Dictionary<string, string> ReadVariables() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "", StringComparer.Ordinal);
}
