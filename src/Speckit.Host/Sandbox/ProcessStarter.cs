using System.Collections.Concurrent;
using System.Diagnostics;
using Speckit.Host.Platform;
using Speckit.Host.Sandbox.Cgroups;

namespace Speckit.Host.Sandbox;

/// <summary>Starts processes from one thread that lives as long as this object: Linux ends a child with the parent-death signal when the
/// <em>thread</em> that started it ends, and threads of the pool come and go. The
/// terminal's signals are not for what is started here: a sandbox's outer process would die of Ctrl-C before the plugin was told to stop.</summary>
internal sealed class ProcessStarter : IDisposable
{
    private readonly BlockingCollection<(
        ProcessStartInfo Start,
        ControlGroup? Group,
        TaskCompletionSource<Process> Done
    )> _queue = [];

    internal ProcessStarter()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = "plugin starter" };
        thread.Start();
    }

    /// <summary>Starts a process.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    /// <exception cref="IOException">It cannot be put into its group.</exception>
    internal Task<Process> StartAsync(ProcessStartInfo start, ControlGroup? group = null)
    {
        var done = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((start, group, done));
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

        foreach (var (start, group, done) in _queue.GetConsumingEnumerable())
        {
            try
            {
                done.SetResult(Start(start, group));
            }
            catch (Exception e)
                when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
            {
                done.SetException(e);
            }
        }
    }

    private static Process Start(ProcessStartInfo start, ControlGroup? group)
    {
        try
        {
            return group?.TryEnter() == false
                ? throw new IOException("it could not be put into its control group")
                : Process.Start(start)!;
        }
        finally
        {
            group?.Leave();
        }
    }
}
