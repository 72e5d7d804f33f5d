using System.Collections.Immutable;
using Speckit.Host.Audit;
using Speckit.Host.Configuration;
using Speckit.Host.Events;
using Speckit.Host.Extensions;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Outputs;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Runtime;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Lifecycle;

/// <summary>Switches plugins on and off (JP design §5.3; decisions, 7).</summary>
/// <param name="host">The project.</param>
/// <param name="processes">Starts plugins: enabling one proves that it activates.</param>
/// <param name="observer">Whom to tell and ask.</param>
public sealed class PluginEnabler(HostEnvironment host, PluginProcessFactory processes, ILifecycleObserver observer)
{
    private const int Steps = 3;

    /// <summary>Makes an installed plugin active.</summary>
    public async Task<Result<ToggleOutcome>> EnableAsync(PluginName name, CancellationToken cancellationToken)
    {
        var begun = await ProjectTransaction.BeginAsync(host, cancellationToken);
        if (!begun.TryGet(out var transaction))
        {
            return begun.Propagate<ToggleOutcome>();
        }

        using (transaction)
        {
            var found = Find(transaction, name, out var plugins);
            if (!found.TryGet(out var plugin))
            {
                return found.Propagate<ToggleOutcome>();
            }

            if (plugin.Enabled)
            {
                return new ToggleOutcome(plugin, Changed: false, new OutputReport([], [], []));
            }

            var ready = await CheckReadyAsync(plugin, plugins, cancellationToken);
            if (!ready.Succeeded)
            {
                await AuditAsync("enable", name, AuditOutcome.Failed, ready.Diagnostics[0].Message);
                return ready.Propagate<ToggleOutcome>();
            }

            observer.Step(3, Steps, "Plugin enabled");
            return await SwitchAsync(transaction, plugin, enabled: true);
        }
    }

    /// <summary>Makes a plugin inactive; it stays installed.</summary>
    public async Task<Result<ToggleOutcome>> DisableAsync(PluginName name, CancellationToken cancellationToken)
    {
        var begun = await ProjectTransaction.BeginAsync(host, cancellationToken);
        if (!begun.TryGet(out var transaction))
        {
            return begun.Propagate<ToggleOutcome>();
        }

        using (transaction)
        {
            var found = Find(transaction, name, out _);
            if (!found.TryGet(out var plugin))
            {
                return found.Propagate<ToggleOutcome>();
            }

            if (!plugin.Enabled)
            {
                return new ToggleOutcome(plugin, Changed: false, new OutputReport([], [], []));
            }

            var dependents = transaction
                .LockFile.DependentsOf(name)
                .Where(d => transaction.LockFile.Plugins[d].Enabled)
                .ToImmutableArray();
            var refusal = await DependentsQuestion.AskAsync(name, dependents, "Disable", observer, cancellationToken);
            return refusal ?? await SwitchAsync(transaction, plugin, enabled: false);
        }
    }

    private async Task<Result<Unit>> CheckReadyAsync(
        InstalledPlugin plugin,
        ImmutableArray<InstalledPlugin> plugins,
        CancellationToken cancellationToken
    )
    {
        observer.Step(1, Steps, "Loading plugin configuration...");
        var manifest = InstalledPluginReader.ReadManifest(host.Project, plugin.Name);
        if (!manifest.TryGet(out var read))
        {
            return manifest.Propagate<Unit>();
        }

        var configuration = PluginConfiguration.LoadForPlugin(host, read);
        if (!configuration.Succeeded)
        {
            return configuration.Propagate<Unit>();
        }

        observer.Done("Config validated against schema");
        observer.Step(2, Steps, "Registering extensions...");
        var conflicts = ExtensionConflicts.Find(plugin, plugins);
        if (!conflicts.IsEmpty)
        {
            return Result<Unit>.Failure(conflicts);
        }

        var activated = await TryActivateAsync(plugin, read, cancellationToken);
        if (activated.Succeeded)
        {
            ReportExtensions(plugin);
            foreach (var warning in Deprecations.Of(plugin))
            {
                observer.Warn(warning);
            }
        }

        return activated;
    }

    /// <summary>Starts each of the plugin's processes once, has it load everything that the manifest names, and ends it again.</summary>
    private async Task<Result<Unit>> TryActivateAsync(
        InstalledPlugin plugin,
        PluginManifest manifest,
        CancellationToken cancellationToken
    )
    {
        var verified = await TrustGate.CheckAsync(host, plugin, PolicyMoment.Enable, cancellationToken);
        if (!verified.Succeeded)
        {
            return verified.Propagate<Unit>();
        }

        var files = PluginEntrypoints.FilesToStart(manifest).ToImmutableArray();
        var problem =
            files.IsEmpty || plugin.Runtime is not { } runtime
                ? null
                : await RuntimeLocator.FindProblemAsync(runtime, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        foreach (var path in files)
        {
            var started = await processes.StartAsync(verified.Value, path, StartPurpose.Verify, cancellationToken);
            if (!started.TryGet(out var process))
            {
                return started.Propagate<Unit>();
            }

            await using (process)
            {
                if (process.FindMissingHandlers() is { } missing)
                {
                    return missing;
                }
            }
        }

        return new Unit();
    }

    private async Task<Result<ToggleOutcome>> SwitchAsync(
        ProjectTransaction transaction,
        InstalledPlugin plugin,
        bool enabled
    )
    {
        var item = new StagedItem { Operation = StagedOperation.Toggle, Plugin = plugin.Name.ToString() };
        using var change = StagedChange.Begin(host, item);
        var locked = transaction.LockFile.Plugins[plugin.Name];
        change.Commit(transaction, transaction.LockFile.With(plugin.Name, locked with { Enabled = enabled }));
        var reconciled = transaction.Reconcile();
        if (!reconciled.TryGet(out var report))
        {
            return reconciled.Propagate<ToggleOutcome>();
        }

        change.Finish();
        foreach (var kept in report.Kept)
        {
            observer.Warn(kept);
        }

        await AuditAsync(enabled ? "enable" : "disable", plugin.Name, AuditOutcome.Done, plugin.Version);
        await host.Events.LifecycleAsync(enabled ? CoreEvents.Enabled : CoreEvents.Disabled, plugin.Name);
        return new ToggleOutcome(plugin with { Enabled = enabled }, Changed: true, report);
    }

    private Result<InstalledPlugin> Find(
        ProjectTransaction transaction,
        PluginName name,
        out ImmutableArray<InstalledPlugin> plugins
    )
    {
        plugins = [];
        if (!transaction.LockFile.Plugins.ContainsKey(name))
        {
            return NotInstalled(name);
        }

        var loaded = InstalledIndex.Load(host.Project);
        if (!loaded.TryGet(out plugins))
        {
            return loaded.Propagate<InstalledPlugin>();
        }

        return plugins.First(p => p.Name.Equals(name));
    }

    internal static Diagnostic NotInstalled(PluginName name) =>
        HostDiagnostics.NotInstalled.Error(
            $"{name} is not installed in this project",
            $"run 'specify plugin install {name}' first; 'specify plugin list' shows what is installed"
        );

    private void ReportExtensions(InstalledPlugin plugin)
    {
        foreach (var command in plugin.Commands)
        {
            observer.Done($"Command: {command.Name}");
        }

        foreach (var agent in plugin.Agents)
        {
            observer.Done($"Agent: {agent.Name}");
        }

        foreach (var hook in plugin.Hooks)
        {
            observer.Done($"Hook: {hook.Event}");
        }
    }

    private Task AuditAsync(string action, PluginName name, AuditOutcome outcome, string detail) =>
        host.Audit.AppendAsync(
            new AuditRecord(action, name.ToString(), outcome, Detail: detail),
            CancellationToken.None
        );
}
