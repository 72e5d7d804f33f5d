using System.Collections.Concurrent;
using System.Collections.Immutable;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Policy.Evaluation;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>The processes of one invocation: each is started at its first use and serves all later ones. .NET and native plugins have one for
/// each entry file, Python and Node plugins one for all.</summary>
/// <param name="host">The project.</param>
/// <param name="processes">Starts them.</param>
public sealed class PluginPool(HostEnvironment host, PluginProcessFactory processes) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(PluginName Plugin, string Process), PluginProcess> _running = new();

    /// <summary>The processes that were started and not dropped. Any thread may ask.</summary>
    internal IEnumerable<PluginProcess> Running => _running.Values;

    /// <summary>The process that serves an entry file, started if need be after the plugin was checked.</summary>
    public async Task<Result<PluginProcess>> GetAsync(
        InstalledPlugin plugin,
        string path,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var key = KeyOf(plugin, path);
        if (_running.TryGetValue(key, out var running))
        {
            return running;
        }

        var checkedPlugin = await TrustGate.CheckAsync(host, plugin, PolicyMoment.Run, cancellationToken);
        if (!checkedPlugin.TryGet(out var granted))
        {
            return checkedPlugin.Propagate<PluginProcess>();
        }

        var started = await processes.StartAsync(granted, path, StartPurpose.Run, cancellationToken);
        if (started.TryGet(out var process))
        {
            _running[key] = process;
        }

        return started;
    }

    /// <summary>Ends the process that serves an entry file: it did not do as it should.</summary>
    public async Task DropAsync(InstalledPlugin plugin, string path)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        if (_running.TryRemove(KeyOf(plugin, path), out var process))
        {
            await process.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var running = _running.Values.ToImmutableArray();
        _running.Clear();
        await Task.WhenAll(running.Select(p => p.DisposeAsync().AsTask()));
        processes.Dispose();
    }

    private static (PluginName Plugin, string Process) KeyOf(InstalledPlugin plugin, string path) =>
        (plugin.Name, PluginEntrypoints.ProcessOf(plugin.Runtime, path));
}
