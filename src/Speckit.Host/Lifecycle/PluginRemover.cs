using Speckit.Host.Audit;
using Speckit.Host.Events;
using Speckit.Host.Installed;
using Speckit.Host.Outputs;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Lifecycle;

/// <summary>Removes plugins (JP design §5.6). Allowed from any installed state (decisions, 7).</summary>
/// <param name="host">The project.</param>
/// <param name="observer">Whom to tell and ask.</param>
public sealed class PluginRemover(HostEnvironment host, ILifecycleObserver observer)
{
    private const int Steps = 3;

    /// <summary>Removes an installed plugin.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="purge">Whether its configuration and data go too.</param>
    /// <param name="cancellationToken">Ends the operation before anything is changed.</param>
    public async Task<Result<RemoveOutcome>> RemoveAsync(
        PluginName name,
        bool purge,
        CancellationToken cancellationToken
    )
    {
        var begun = await ProjectTransaction.BeginAsync(host, cancellationToken);
        if (!begun.TryGet(out var transaction))
        {
            return begun.Propagate<RemoveOutcome>();
        }

        using (transaction)
        {
            if (!transaction.LockFile.Plugins.TryGetValue(name, out var locked))
            {
                return PluginEnabler.NotInstalled(name);
            }

            observer.Step(1, Steps, "Checking dependencies...");
            var refusal = await DependentsQuestion.AskAsync(
                name,
                transaction.LockFile.DependentsOf(name),
                "Remove",
                observer,
                cancellationToken
            );
            if (refusal is not null)
            {
                return refusal;
            }

            var plugin = InstalledPluginReader.Read(host.Project, name, locked);
            cancellationToken.ThrowIfCancellationRequested();
            var report = TakeAway(transaction, plugin, purge);
            if (!report.TryGet(out var outputs))
            {
                return report.Propagate<RemoveOutcome>();
            }

            await host.Audit.AppendAsync(
                new AuditRecord("remove", name.ToString(), AuditOutcome.Done, Detail: plugin.Version),
                CancellationToken.None
            );
            await host.Events.LifecycleAsync(CoreEvents.Removed, name);
            var keptConfiguration = File.Exists(host.Project.PluginConfigFile(name));
            return new RemoveOutcome(plugin, outputs, keptConfiguration);
        }
    }

    private Result<OutputReport> TakeAway(ProjectTransaction transaction, InstalledPlugin plugin, bool purge)
    {
        var name = plugin.Name;
        var item = new StagedItem
        {
            Operation = StagedOperation.Remove,
            Plugin = name.ToString(),
            Purge = purge,
        };
        using var change = StagedChange.Begin(host, item);
        change.Plugins[0].MoveOldAside();
        change.Commit(transaction, transaction.LockFile.Without(name));
        Recovery.FinishRemove(host, change.Plugins[0].Package.Aside, name, purge);
        observer.Step(2, Steps, "Unregistering extensions...");
        var reconciled = transaction.Reconcile();
        if (reconciled.TryGet(out var report))
        {
            change.Finish();
            Report(plugin, report);
        }

        observer.Step(3, Steps, "Removing files...");
        return reconciled;
    }

    private void Report(InstalledPlugin plugin, OutputReport report)
    {
        foreach (var kept in report.Kept)
        {
            observer.Warn(kept);
        }

        foreach (var command in plugin.Commands)
        {
            observer.Done($"Removed command: {command.Name}");
        }

        foreach (var agent in plugin.Agents)
        {
            observer.Done($"Removed agent: {agent.Name}");
        }

        if (!plugin.Hooks.IsEmpty)
        {
            observer.Done("Removed hooks");
        }
    }
}
