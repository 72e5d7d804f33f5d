using System.Collections.Immutable;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Policy.Evaluation;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>The processes of one invocation: each entry file is started at its first use and serves all later ones.</summary>
/// <param name="host">The project.</param>
/// <param name="processes">Starts them.</param>
public sealed class PluginPool(HostEnvironment host, PluginProcessFactory processes) : IAsyncDisposable
{
    private readonly Dictionary<(PluginName Plugin, string Path), PluginProcess> _running = [];

    /// <summary>The process that serves an entry file, started if need be after the plugin was checked.</summary>
    public async Task<Result<PluginProcess>> GetAsync(
        InstalledPlugin plugin,
        string path,
        CancellationToken cancellationToken
    )
    {
        if (_running.TryGetValue((plugin.Name, path), out var running))
        {
            return running;
        }

        var checkedPlugin = await TrustGate.CheckAsync(host, plugin, PolicyMoment.Run, cancellationToken);
        if (!checkedPlugin.TryGet(out var granted))
        {
            return checkedPlugin.Propagate<PluginProcess>();
        }

        var started = await processes.StartAsync(granted, path, cancellationToken);
        if (started.TryGet(out var process))
        {
            _running.Add((plugin.Name, path), process);
        }

        return started;
    }

    /// <summary>Ends the process that serves an entry file: it did not do as it should.</summary>
    public async Task DropAsync(InstalledPlugin plugin, string path)
    {
        if (_running.Remove((plugin.Name, path), out var process))
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
}
