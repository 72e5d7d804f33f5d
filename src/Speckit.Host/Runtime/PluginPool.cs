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

    /// <summary>Whether a plugin is checked at each use, and not only when its process is started: for pools that outlive an
    /// invocation.</summary>
    internal bool ChecksEachUse { get; init; }

    /// <summary>The processes that were started and not dropped. Any thread may ask.</summary>
    internal IEnumerable<PluginProcess> Running => _running.Values.Select(w => w.Process);

    /// <summary>Another run begins.</summary>
    /// <param name="current">The host, knowing nothing of earlier runs.</param>
    internal void BeginRun(HostEnvironment current)
    {
        _host = current;
        processes.BeginRun();
    }

    /// <summary>The process that serves an entry file, started if need be after the plugin was checked.</summary>
    public async Task<Result<PluginProcess>> GetAsync(
        InstalledPlugin plugin,
        string path,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var key = KeyOf(plugin, path);
        if (!ChecksEachUse && _running.TryGetValue(key, out var running))
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

    /// <summary>Ends the processes of plugins that are not enabled any more, or may not run any more as they do.</summary>
    internal async Task DropStaleAsync(CancellationToken cancellationToken)
    {
        var loaded = InstalledIndex.Load(_host.Project);
        var enabled = loaded.TryGet(out var plugins) ? plugins.Where(p => p.Enabled).ToDictionary(p => p.Name) : [];
        foreach (var key in _running.Keys)
        {
            var granted = enabled.TryGetValue(key.Plugin, out var plugin)
                ? await TrustGate.CheckAsync(_host, plugin, PolicyMoment.Run, cancellationToken)
                : null;
            if (granted is null || !granted.TryGet(out var still))
            {
                await DropAsync(key);
                continue;
            }

            _ = await ReuseAsync(key, still);
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
        if (!_running.TryGetValue(key, out var warm))
        {
            return null;
        }

        // The files of a linked folder change under its author's hands, and no digest tells.
        if (!granted.Plugin.IsLink && warm.Process.IsOpen && warm.StartedWith == WarmCheck.Of(_host, granted))
        {
            return warm.Process;
        }

        await DropAsync(key);
        return null;
    }

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
            _running[key] = new Warm(process, startedWith);
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

    private sealed record Warm(PluginProcess Process, WarmCheck StartedWith);
}
