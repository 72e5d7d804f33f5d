using System.Collections.Immutable;
using System.Threading.Channels;
using Speckit.Host.Runtime;
using Speckit.Host.Services;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Resident;

/// <summary>Makes what starts plugins, for the console that hears them.</summary>
public delegate PluginProcessFactory PluginProcesses(IPluginConsole console);

/// <summary>Runs commands one after the other with plugins that stay warm. Every call is checked as a cold one is.</summary>
internal sealed class ResidentRunner : IAsyncDisposable
{
    private readonly HostEnvironment _host;
    private readonly RelayConsole _console = new();
    private readonly PluginPool _pool;
    private readonly HookDispatcher _hooks;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _calls;

    internal ResidentRunner(HostEnvironment host, PluginProcesses processes)
    {
        _host = host;
        _pool = new PluginPool(host, processes(_console)) { ChecksEachUse = true };
        _hooks = new HookDispatcher(host, _pool, _console.Warn);
    }

    /// <summary>How many commands it ran.</summary>
    internal long Calls => Interlocked.Read(ref _calls);

    /// <summary>The plugins whose processes are warm.</summary>
    internal IReadOnlyList<string> WarmPlugins =>
        [.. _pool.Running.Select(p => p.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Runs a command and delivers the events that it caused.</summary>
    /// <param name="run">The command.</param>
    /// <param name="say">Tells the caller what plugins say.</param>
    /// <param name="cancellationToken">Tells the plugin to stop.</param>
    /// <exception cref="RpcErrorException">The caller is of another version, or a command runs already: nothing was done.</exception>
    internal async Task<ResidentRunResult> RunAsync(
        ResidentRunParams run,
        Func<ResidentSaid, Task> say,
        CancellationToken cancellationToken
    )
    {
        if (run.Version != HostEnvironment.CoreVersion.ToString() || run.Project != _host.Project.Root)
        {
            throw new RpcErrorException(
                RpcErrorCodes.ProtocolMismatch,
                $"this is Speckit {HostEnvironment.CoreVersion} for '{_host.Project.Root}', not {run.Version} for '{run.Project}'"
            );
        }

        // What plugins say has no call's name on it: one command at a time, others run without this host.
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw new RpcErrorException(RpcErrorCodes.Busy, "a command is running");
        }

        try
        {
            Interlocked.Increment(ref _calls);
            var spoken = Channel.CreateUnbounded<ResidentSaid>(new UnboundedChannelOptions { SingleReader = true });
            var relaying = RelayAsync(spoken.Reader, say);
            _console.ListenWith(said => spoken.Writer.TryWrite(said));
            try
            {
                return await RunAsync(run.Call, cancellationToken);
            }
            finally
            {
                _console.ListenWith(null);
                spoken.Writer.Complete();
                await relaying;
            }
        }
        finally
        {
            _turn.Release();
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
            _pool.BeginRun(_host.Renewed());
            await _pool.DropStaleAsync(cancellationToken);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _hooks.DisposeAsync();
        _turn.Dispose();
    }

    private static async Task RelayAsync(ChannelReader<ResidentSaid> spoken, Func<ResidentSaid, Task> say)
    {
        await foreach (var said in spoken.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await say(said);
            }
            catch (Exception e) when (e is PeerEndedException or MessageTooLargeException or OperationCanceledException)
            {
                // The caller is gone, and its command is cancelled; or one text was too long for a line.
            }
        }
    }

    private async Task<ResidentRunResult> RunAsync(CommandRunParams call, CancellationToken cancellationToken)
    {
        var host = _host.Renewed();
        _pool.BeginRun(host);
        var recovered = ProjectTransaction.RecoverIfNeeded(host);
        if (!recovered.Succeeded)
        {
            return Failed(recovered.Diagnostics);
        }

        var invoker = new CommandInvoker(host, _pool);
        var found = invoker.Find(call.Name);
        if (!found.TryGet(out var command))
        {
            return Failed(found.Diagnostics);
        }

        var ran = await invoker.RunAsync(command, call, cancellationToken);
        await _hooks.DeliverAsync(cancellationToken);
        return ran.TryGet(out var result) ? new ResidentRunResult(result, []) : Failed(ran.Diagnostics);
    }

    private static ResidentRunResult Failed(ImmutableArray<Diagnostic> diagnostics) =>
        new(null, [.. diagnostics.Select(ResidentDiagnostic.Of)]);
}
