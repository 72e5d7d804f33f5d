using System.Collections.Immutable;
using System.Globalization;
using Speckit.Host.Audit;
using Speckit.Host.Installed;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>Has an enabled plugin exchange data with another tool (JP design §5.4, <c>integration.sync</c>).</summary>
/// <param name="host">The project.</param>
/// <param name="pool">The plugins' processes.</param>
public sealed class IntegrationSync(HostEnvironment host, PluginPool pool)
{
    /// <summary>Syncs a plugin's integrations one after the other; the first that fails ends it.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="integration">One of its integrations; null for all.</param>
    /// <param name="direction"><c>push</c>, <c>pull</c> or <c>both</c>.</param>
    /// <param name="cancellationToken">Tells the plugin to stop.</param>
    /// <returns>What each of them did.</returns>
    public async Task<Result<ImmutableArray<SyncedIntegration>>> RunAsync(
        PluginName plugin,
        string? integration,
        string direction,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var found = Find(plugin, integration, out var installed);
        if (!found.TryGet(out var wanted))
        {
            return found.Propagate<ImmutableArray<SyncedIntegration>>();
        }

        var done = ImmutableArray.CreateBuilder<SyncedIntegration>();
        foreach (var one in wanted)
        {
            var synced = await SyncAsync(installed!, one, direction, cancellationToken);
            if (!synced.TryGet(out var result))
            {
                return synced.Propagate<ImmutableArray<SyncedIntegration>>();
            }

            done.Add(new SyncedIntegration(one.Name, result));
        }

        return done.ToImmutable();
    }

    private Result<ImmutableArray<IntegrationProvision>> Find(
        PluginName plugin,
        string? integration,
        out InstalledPlugin? installed
    )
    {
        installed = null;
        var loaded = InstalledIndex.Load(host.Project);
        if (!loaded.TryGet(out var plugins))
        {
            return loaded.Propagate<ImmutableArray<IntegrationProvision>>();
        }

        installed = plugins.FirstOrDefault(p => p.Name.Equals(plugin));
        if (installed is not { Enabled: true })
        {
            return HostDiagnostics.NotInstalled.Error(
                $"{plugin} is not {(installed is null ? "installed in this project" : "enabled")}",
                $"run 'specify plugin {(installed is null ? "install" : "enable")} {plugin}'"
            );
        }

        var manifest = InstalledPluginReader.ReadManifest(host.Project, plugin);
        if (!manifest.TryGet(out var read))
        {
            return manifest.Propagate<ImmutableArray<IntegrationProvision>>();
        }

        var withCode = read.Provides.Integrations.Where(i => i.Entrypoint is not null).ToImmutableArray();
        var wanted = withCode.Where(i => integration is null || i.Name == integration).ToImmutableArray();
        return wanted.IsEmpty
            ? HostDiagnostics.UnknownCommand.Error(
                integration is null
                    ? $"{plugin} has no integration that can be synced"
                    : $"{plugin} has no integration {integration}",
                withCode.IsEmpty ? null : $"it has: {string.Join(", ", withCode.Select(i => i.Name))}"
            )
            : wanted;
    }

    private async Task<Result<IntegrationSyncResult>> SyncAsync(
        InstalledPlugin plugin,
        IntegrationProvision integration,
        string direction,
        CancellationToken cancellationToken
    )
    {
        var path = integration.Entrypoint!.Path;
        var started = await pool.GetAsync(plugin, path, cancellationToken);
        if (!started.TryGet(out var process))
        {
            await AuditAsync(plugin, AuditOutcome.Refused, integration, started.Diagnostics[0].Message);
            return started.Propagate<IntegrationSyncResult>();
        }

        await AuditAsync(plugin, AuditOutcome.Allowed, integration, direction);
        var call = new IntegrationSyncParams(direction, Name: integration.Name);
        Result<IntegrationSyncResult> synced;
        try
        {
            synced = await process.SyncAsync(call, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await AuditAsync(plugin, AuditOutcome.Failed, integration, "interrupted");
            throw;
        }

        if (synced.TryGet(out var done))
        {
            await AuditAsync(plugin, AuditOutcome.Done, integration, Describe(done));
            return synced;
        }

        await pool.DropAsync(plugin, path);
        await AuditAsync(plugin, AuditOutcome.Failed, integration, synced.Diagnostics[0].Message);
        return synced;
    }

    private static string Describe(IntegrationSyncResult done) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{done.Created} created, {done.Updated} updated, {done.Failed} failed"
        );

    private Task AuditAsync(
        InstalledPlugin plugin,
        AuditOutcome outcome,
        IntegrationProvision integration,
        string? detail
    ) =>
        host.Audit.AppendAsync(
            new AuditRecord("sync", plugin.Name.ToString(), outcome, integration.Name, Detail: detail),
            CancellationToken.None
        );
}

/// <summary>What an integration did.</summary>
/// <param name="Name">The integration.</param>
/// <param name="Result">What it exchanged.</param>
public sealed record SyncedIntegration(string Name, IntegrationSyncResult Result);
