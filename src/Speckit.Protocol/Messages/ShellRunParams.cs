namespace Speckit.Protocol.Messages;

/// <summary>Runs a program: <c>shell/run</c>, capability <c>subprocess</c>. Never a shell string.</summary>
/// <param name="Argv">The program and its arguments.</param>
/// <param name="Cwd">The project-relative working folder; the project's root when null.</param>
/// <param name="Timeout">Seconds; the plugin's own limit when null.</param>
public sealed record ShellRunParams(IReadOnlyList<string> Argv, string? Cwd = null, double? Timeout = null);

/// <summary>What a program did.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Stdout">Its standard output.</param>
/// <param name="Stderr">Its standard error.</param>
/// <param name="TimedOut">Whether it was ended because its time was over.</param>
/// <param name="Truncated">Whether output beyond the limit was dropped.</param>
public sealed record ShellRunResult(
    int ExitCode,
    string Stdout,
    string Stderr,
    bool TimedOut = false,
    bool Truncated = false
);
