using Speckit.Protocol.Messages;

namespace Speckit.Host.Services.Shell;

/// <summary>Follows a program to its end.</summary>
internal static class ProgramRun
{
    /// <summary>The most that is kept of each output, in bytes.</summary>
    internal const int MaxOutput = 1024 * 1024;

    private const int NoExitCode = -1;
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(2);

    /// <summary>Waits for the program's end, or ends it when its time is over; with it goes everything it started.</summary>
    internal static async Task<ShellRunResult> FollowAsync(
        RunningProgram running,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        var process = running.Process;
        var (output, errors) = (new CappedOutput(MaxOutput), new CappedOutput(MaxOutput));
        var reading = Task.WhenAll(
            output.ReadAsync(process.StandardOutput.BaseStream),
            errors.ReadAsync(process.StandardError.BaseStream)
        );
        int? exitCode;
        try
        {
            process.StandardInput.Close();
            exitCode = await WaitAsync(running, timeout, cancellationToken);
        }
        finally
        {
            await running.EndAsync();
        }

        // Something that escaped the end of the group may hold the pipes open.
        _ = await Task.WhenAny(reading, Task.Delay(LastOutput, CancellationToken.None));
        return new ShellRunResult(
            exitCode ?? NoExitCode,
            output.Text,
            errors.Text,
            TimedOut: exitCode is null,
            output.IsTruncated || errors.IsTruncated
        );
    }

    private static async Task<int?> WaitAsync(
        RunningProgram running,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await running.Process.WaitForExitAsync(limit.Token);
            return running.Process.ExitCode;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
