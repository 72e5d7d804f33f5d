using System.Collections.Concurrent;
using System.Collections.Immutable;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Policy.Evaluation;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>The processes of plugins: each is started at its first use and serves all later ones. .NET and native plugins have one for each
/// entry file, Python and Node plugins one for all.</summary>
/// <param name="host">The project.</param>
/// <param name="processes">Starts them.</param>
public sealed class PluginPool(HostEnvironment host, PluginProcessFactory processes) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(PluginName Plugin, string Process), Warm> _running = new();
    private HostEnvironment _host = host;
    private int _run;

    /// <summary>The processes that were started and not dropped. Any thread may ask.</summary>
    internal IEnumerable<PluginProcess> Running => _running.Values.Select(w => w.Process);

    /// <summary>Another run begins: each plugin is checked again at its first use in it, whether its process is warm or not.</summary>
    /// <param name="current">The host, knowing nothing of earlier runs.</param>
    internal void BeginRun(HostEnvironment current)
    {
        _host = current;
        _run++;
        processes.BeginRun();
    }

    /// <summary>Ends the processes that this run used: it was interrupted, and what they do now is nobody's.</summary>
    internal Task DropUsedAsync() => DropAsync([.. _running.Where(r => r.Value.Run == _run).Select(r => r.Key)]);

    /// <summary>Ends all processes.</summary>
    internal Task DropAllAsync() => DropAsync([.. _running.Keys]);

    /// <summary>The process that serves an entry file, started if need be after the plugin was checked.</summary>
    public async Task<Result<PluginProcess>> GetAsync(
        InstalledPlugin plugin,
        string path,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var key = KeyOf(plugin, path);
        if (_running.TryGetValue(key, out var running) && running.Run == _run)
        {
            return running.Process;
        }

        var checkedPlugin = await TrustGate.CheckAsync(_host, plugin, PolicyMoment.Run, cancellationToken);
        if (!checkedPlugin.TryGet(out var granted))
        {
            await DropAsync(key);
            return checkedPlugin.Propagate<PluginProcess>();
        }

        return await ReuseAsync(key, granted) is { } warm
            ? warm
            : await StartAsync(key, granted, path, cancellationToken);
    }

    /// <summary>Ends the process that serves an entry file: it did not do as it should.</summary>
    public Task DropAsync(InstalledPlugin plugin, string path)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return DropAsync(KeyOf(plugin, path));
    }

    /// <summary>Ends the processes of plugins that are not enabled any more, or may not run any more as they do. Between two runs: nothing
    /// is asked for and nothing is written.</summary>
    /// <param name="current">The host, knowing nothing of earlier runs.</param>
    internal async Task DropStaleAsync(HostEnvironment current)
    {
        var loaded = InstalledIndex.Load(current.Project);
        var enabled = loaded.TryGet(out var plugins) ? plugins.Where(p => p.Enabled).ToDictionary(p => p.Name) : [];
        foreach (var key in _running.Keys)
        {
            if (
                !enabled.TryGetValue(key.Plugin, out var plugin)
                || !TrustGate.Look(current, plugin, PolicyMoment.Run).TryGet(out var granted)
                || !MayStay(current, key, granted)
            )
            {
                await DropAsync(key);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var running = _running.Values.ToImmutableArray();
        _running.Clear();
        await Task.WhenAll(running.Select(w => w.Process.DisposeAsync().AsTask()));
        processes.Dispose();
    }

    private static (PluginName Plugin, string Process) KeyOf(InstalledPlugin plugin, string path) =>
        (plugin.Name, PluginEntrypoints.ProcessOf(plugin.Runtime, path));

    /// <summary>The process that runs, if it still is what would be started now. Another is ended.</summary>
    private async Task<PluginProcess?> ReuseAsync((PluginName Plugin, string Process) key, GrantedPlugin granted)
    {
        if (MayStay(_host, key, granted) && _running.TryGetValue(key, out var warm))
        {
            _running[key] = warm with { Run = _run };
            return warm.Process;
        }

        await DropAsync(key);
        return null;
    }

    /// <summary>Whether another run may use the process. The files of a linked folder change under its author's hands, and no digest
    /// tells.</summary>
    private bool MayStay(HostEnvironment current, (PluginName Plugin, string Process) key, GrantedPlugin granted) =>
        !granted.Plugin.IsLink
        && _running.TryGetValue(key, out var warm)
        && warm.Process.IsOpen
        && warm.StartedWith == WarmCheck.Of(current, granted);

    private async Task<Result<PluginProcess>> StartAsync(
        (PluginName Plugin, string Process) key,
        GrantedPlugin granted,
        string path,
        CancellationToken cancellationToken
    )
    {
        // Before the start: what changes while it starts is noticed at the next use.
        var startedWith = WarmCheck.Of(_host, granted);
        var started = await processes.StartAsync(granted, path, StartPurpose.Run, cancellationToken);
        if (started.TryGet(out var process))
        {
            _running[key] = new Warm(process, startedWith, _run);
        }

        return started;
    }

    private async Task DropAsync((PluginName Plugin, string Process) key)
    {
        if (_running.TryRemove(key, out var warm))
        {
            await warm.Process.DisposeAsync();
        }
    }

    private Task DropAsync(ImmutableArray<(PluginName Plugin, string Process)> keys) =>
        Task.WhenAll(keys.Select(DropAsync));

    /// <summary>A process.</summary>
    /// <param name="Process">The process.</param>
    /// <param name="StartedWith">What it was started with.</param>
    /// <param name="Run">The last run that used it.</param>
    private sealed record Warm(PluginProcess Process, WarmCheck StartedWith, int Run);
}
