using System.Collections.Concurrent;
using System.Diagnostics;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox;

/// <summary>Starts processes from one thread that lives as long as this object: Linux ends a child with the parent-death signal when the
/// <em>thread</em> that started it ends, and threads of the pool come and go. The
/// terminal's signals are not for what is started here: a sandbox's outer process would die of Ctrl-C before the plugin was told to stop.</summary>
internal sealed class ProcessStarter : IDisposable
{
    private static readonly Lock _starting = new();
    private readonly BlockingCollection<(
        ProcessStartInfo Start,
        SandboxSession Session,
        TaskCompletionSource<Process> Done
    )> _queue = [];

    internal ProcessStarter()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = "plugin starter" };
        thread.Start();
    }

    /// <summary>Starts a process.</summary>
    /// <param name="start">The process.</param>
    /// <param name="session">Its sandbox: its control group, and what it inherits.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    /// <exception cref="IOException">It cannot be put into its group.</exception>
    internal Task<Process> StartAsync(ProcessStartInfo start, SandboxSession session)
    {
        var done = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((start, session, done));
        return done.Task;
    }

    /// <summary>Lets the thread end, once no process that it started is running any more.</summary>
    public void Dispose() => _queue.CompleteAdding();

    private void Work()
    {
        if (OperatingSystem.IsLinux())
        {
            SignalMask.BlockTerminalSignals();
        }

        foreach (var (start, session, done) in _queue.GetConsumingEnumerable())
        {
            try
            {
                done.SetResult(Start(start, session));
            }
            catch (Exception e)
                when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
            {
                done.SetException(e);
            }
        }
    }

    /// <summary>What one process inherits no other one may: they are started one after the other.</summary>
    private static Process Start(ProcessStartInfo start, SandboxSession session)
    {
        lock (_starting)
        {
            try
            {
                if (session.Group?.TryEnter() == false)
                {
                    throw new IOException("it could not be put into its control group");
                }

                session.LetThrough();
                return Process.Start(start)!;
            }
            finally
            {
                session.HandOver();
                session.Group?.Leave();
            }
        }
    }
}
