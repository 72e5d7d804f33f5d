using System.Collections.Immutable;
using System.Threading.Channels;
using Speckit.Host.Runtime;
using Speckit.Host.Services;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;

namespace Speckit.Host.Resident;

/// <summary>Makes what starts plugins.</summary>
/// <param name="host">The project, with the environment of whoever calls.</param>
/// <param name="console">Hears the plugins.</param>
/// <param name="warn">Is told what the user should know about the sandbox.</param>
public delegate PluginProcessFactory PluginProcesses(
    HostEnvironment host,
    IPluginConsole console,
    Action<Diagnostic> warn
);

/// <summary>Runs commands one after the other with plugins that stay warm. Every call is checked as a cold one is.</summary>
internal sealed class ResidentRunner : IAsyncDisposable
{
    /// <summary>A command that does not end when it is told to is left behind.</summary>
    private static readonly TimeSpan EndOfRun = TimeSpan.FromSeconds(20);

    private readonly HostEnvironment _host;
    private readonly string _program;
    private readonly CallerVariables _variables;
    private readonly RelayConsole _console = new();
    private readonly PluginPool _pool;
    private readonly HookDispatcher _hooks;

    // Without a wait handle it owns nothing of the system, and a run that is left behind still releases it.
#pragma warning disable IDISP002 // Dispose member
    private readonly SemaphoreSlim _turn = new(1, 1);
#pragma warning restore IDISP002
    private int _isRunning;
    private int _isDisposed;
    private long _calls;

    /// <summary>Composes the runner.</summary>
    /// <param name="host">The project.</param>
    /// <param name="processes">Makes what starts plugins.</param>
    /// <param name="program">The stamp of this process's executable.</param>
    internal ResidentRunner(HostEnvironment host, PluginProcesses processes, string program)
    {
        _program = program;
        _variables = new CallerVariables(host.Variable);
        _host = host.With(_variables.Get);
        _pool = new PluginPool(_host, processes(_host, _console, _console.Warn));
        _hooks = new HookDispatcher(_host, _pool, _console.Warn);
    }

    /// <summary>How many commands it ran.</summary>
    internal long Calls => Interlocked.Read(ref _calls);

    /// <summary>The plugins whose processes are warm.</summary>
    internal IReadOnlyList<string> WarmPlugins =>
        [.. _pool.Running.Select(p => p.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Runs a command and delivers the events that it caused.</summary>
    /// <param name="run">The command.</param>
    /// <param name="begin">Tells the caller that the run was taken; it ends the run when nobody is there to be told.</param>
    /// <param name="say">Tells the caller what plugins say.</param>
    /// <param name="cancellationToken">Tells the plugin to stop.</param>
    /// <exception cref="RpcErrorException">The caller is another program, or a command runs already: nothing was done.</exception>
    internal async Task<ResidentRunResult> RunAsync(
        ResidentRunParams run,
        Func<Task> begin,
        Func<ResidentSaid, Task> say,
        CancellationToken cancellationToken
    )
    {
        if (
            run.Version != HostEnvironment.CoreVersion.ToString()
            || run.Program != _program
            || run.Project != _host.Project.Root
        )
        {
            throw new RpcErrorException(
                RpcErrorCodes.ProtocolMismatch,
                $"this is Speckit {HostEnvironment.CoreVersion} ('{_program}') for '{_host.Project.Root}', not {run.Version} ('{run.Program}') for '{run.Project}'"
            );
        }

        // What plugins say has no call's name on it: one command at a time, others run without this host.
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            throw new RpcErrorException(RpcErrorCodes.Busy, "a command is running");
        }

        try
        {
            // A look at what may stay warm is soon over.
            await _turn.WaitAsync(cancellationToken);
            try
            {
                await begin();
                Interlocked.Increment(ref _calls);
                return await RelayAsync(run, say, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    /// <summary>Ends the processes of plugins that may not run any more.</summary>
    /// <returns>False while a command runs.</returns>
    internal async Task<bool> TryDropStaleAsync(CancellationToken cancellationToken)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return false;
        }

        try
        {
            await _pool.DropStaleAsync(_host.Renewed());
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be checked does not stay.
            await _pool.DropAllAsync();
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends all plugins, after the command that is being cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        // Kept for good: no run begins after this.
        _ = await _turn.WaitAsync(EndOfRun);
        await _hooks.DisposeAsync();
    }

    /// <summary>All that plugins say reaches the caller before the answer does.</summary>
    private async Task<ResidentRunResult> RelayAsync(
        ResidentRunParams run,
        Func<ResidentSaid, Task> say,
        CancellationToken cancellationToken
    )
    {
        var spoken = Channel.CreateUnbounded<ResidentSaid>(new UnboundedChannelOptions { SingleReader = true });
        var relaying = RelayAsync(spoken.Reader, say);
        _console.ListenWith(said => spoken.Writer.TryWrite(said));
        try
        {
            return await RunAsync(run, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // A cold run ends its plugins, whether they heed the cancellation or not.
            await _pool.DropUsedAsync();
            throw;
        }
        finally
        {
            _console.ListenWith(null);
            spoken.Writer.Complete();
            await relaying;
        }
    }

    private static async Task RelayAsync(ChannelReader<ResidentSaid> spoken, Func<ResidentSaid, Task> say)
    {
        await foreach (var said in spoken.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await say(said);
            }
            catch (Exception e) when (e is PeerEndedException or OperationCanceledException)
            {
                // The caller is gone, and its command is cancelled.
            }
        }
    }

    private async Task<ResidentRunResult> RunAsync(ResidentRunParams run, CancellationToken cancellationToken)
    {
        if (_variables.Take(run.Variables))
        {
            await _pool.DropAllAsync();
        }

        var host = _host.Renewed();
        _pool.BeginRun(host);
        var recovered = ProjectTransaction.RecoverIfNeeded(host);
        if (!recovered.Succeeded)
        {
            return Failed(recovered.Diagnostics);
        }

        var found = CommandInvoker.Find(host, run.Call.Name);
        if (!found.TryGet(out var command))
        {
            return Failed(found.Diagnostics);
        }

        var ran = await new CommandInvoker(host, _pool).RunAsync(command, run.Call, cancellationToken);
        await _hooks.DeliverAsync(cancellationToken);
        return ran.TryGet(out var result) ? new ResidentRunResult([], result) : Failed(ran.Diagnostics);
    }

    private static ResidentRunResult Failed(ImmutableArray<Diagnostic> diagnostics) =>
        new([.. diagnostics.Select(ResidentDiagnostic.Of)]);
}
