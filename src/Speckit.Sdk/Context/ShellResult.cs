using System.Globalization;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>What a program did.</summary>
public sealed class ShellResult
{
    private readonly string _program;

    internal ShellResult(string program, ShellRunResult done)
    {
        _program = program;
        ExitCode = done.ExitCode;
        Output = done.Stdout;
        Error = done.Stderr;
        TimedOut = done.TimedOut;
        Truncated = done.Truncated;
    }

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; }

    /// <summary>Its standard output.</summary>
    public string Output { get; }

    /// <summary>Its standard error.</summary>
    public string Error { get; }

    /// <summary>Whether it was ended because its time was over.</summary>
    public bool TimedOut { get; }

    /// <summary>Whether output beyond the host's limit was dropped.</summary>
    public bool Truncated { get; }

    /// <summary>Whether it ended by itself with 0.</summary>
    public bool Succeeded => ExitCode == 0 && !TimedOut;

    /// <summary>This result when the program succeeded.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message has its exit code and the last line of its standard error.</exception>
    public ShellResult EnsureSuccess()
    {
        if (Succeeded)
        {
            return this;
        }

        var end = TimedOut
            ? "took too long"
            : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {ExitCode}");
        var line = Error
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault();
        throw new InvalidOperationException(line is null ? $"'{_program}' {end}." : $"'{_program}' {end}: {line}");
    }
}
