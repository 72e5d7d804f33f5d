using System.ComponentModel;
using System.Diagnostics;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Authoring;

/// <summary>Runs one of an author's tools (a compiler, a test runner) to its end. It ends with everything that it started when the author
/// interrupts.</summary>
internal static class ToolProcess
{
    /// <summary>Runs the tool without input.</summary>
    /// <param name="start">The tool, its arguments and its folder.</param>
    /// <param name="hint">What to do when the tool is not there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<Result<ToolRun>> RunAsync(
        ProcessStartInfo start,
        string hint,
        CancellationToken cancellationToken
    )
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = TryStart(start);
        if (process is null)
        {
            return CliDiagnostics.ToolMissing.Error($"'{start.FileName}' is needed and is not on the PATH", hint);
        }

        try
        {
            process.StandardInput.Close();
            var errors = BoundedText.ReadAsync(process.StandardError, cancellationToken);
            var output = await BoundedText.ReadAsync(process.StandardOutput, cancellationToken);
            var error = await errors;
            await process.WaitForExitAsync(cancellationToken);
            return new ToolRun(process.ExitCode, output, error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>How a tool ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    private const int ShownLines = 20;

    /// <summary>The lines that name an error, else the last lines.</summary>
    internal string Summary()
    {
        var lines = (Output + "\n" + Error).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        var errors = lines.Where(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct().ToArray();
        return string.Join(" | ", errors.Length > 0 ? errors.Take(ShownLines) : lines.TakeLast(ShownLines));
    }
}
