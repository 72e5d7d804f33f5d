using System.Diagnostics;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox;

/// <summary>A program that runs in its sandbox.</summary>
/// <param name="Process">The process that the host started; it ends when the program does.</param>
/// <param name="Session">The sandbox.</param>
internal sealed record SandboxedProcess(Process Process, SandboxSession Session) : IAsyncDisposable
{
    /// <summary>What it writes to its output, up to its limit.</summary>
    internal Stream Output { get; } = Session.Limit(Process.StandardOutput.BaseStream, Process);

    /// <summary>What it writes to its standard error, up to its limit.</summary>
    internal Stream Errors { get; } = Session.Limit(Process.StandardError.BaseStream, Process);

    /// <summary>Asks the program to end.</summary>
    internal void Terminate() => Session.Terminate(Process);

    /// <summary>Ends the program with all that it started, and removes what was made for its sandbox.</summary>
    public async ValueTask DisposeAsync()
    {
        ProcessGroup.Kill(Process, Session.LeadsGroup);
        await Process.WaitForExitAsync(CancellationToken.None);

        // Before the streams are closed: somebody may still be reading from what holds their other ends.
        Session.EndProgram();
        await Output.DisposeAsync();
        await Errors.DisposeAsync();
        Process.Dispose();
        await Session.DisposeAsync();
    }
}
