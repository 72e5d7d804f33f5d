using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Backups;
using Speckit.Host.Integrity;
using Speckit.Host.Locking;
using Speckit.Host.Migrations;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Lifecycle;

/// <summary>Brings back what the lock file, or a backup, says was installed: <c>install --locked</c>, <c>repair</c> and <c>rollback</c>.</summary>
/// <param name="host">The project.</param>
/// <param name="packages">Finds the very packages that are locked.</param>
/// <param name="observer">Whom to tell and ask.</param>
public sealed class PluginRestorer(HostEnvironment host, LockedPackages packages, ILifecycleObserver observer)
{
    private const int Steps = 3;

    /// <summary>Makes the plugins' folders exactly what the lock file says, which stays as it is.</summary>
    /// <returns>The plugins that had to be installed; empty when all were there already.</returns>
    public async Task<Result<ImmutableArray<InstalledOutcome>>> InstallLockedAsync(CancellationToken cancellationToken)
    {
        var gate = new PackageGate(host, observer);
        return await Replanning.RunAsync(observer, () => TryInstallLockedAsync(gate, cancellationToken));
    }

    private async Task<Result<ImmutableArray<InstalledOutcome>>> TryInstallLockedAsync(
        PackageGate gate,
        CancellationToken cancellationToken
    )
    {
        var opened = ProjectTransaction.ReadLockFile(host);
        if (!opened.TryGet(out var lockFile))
        {
            return opened.Propagate<ImmutableArray<InstalledOutcome>>();
        }

        observer.Step(1, Steps, $"Checking {lockFile.Plugins.Count} locked plugins...");
        var consents = host.Consents.Read(host.Project);
        var wanted = lockFile
            .Plugins.Where(p =>
                FindDamage(p.Key, p.Value) is not null
                || consents.GetValueOrDefault(p.Key) is not { } consent
                || consent.Tree != p.Value.Tree
                || consent.Trust < p.Value.Trust
            )
            .Select(p => p.Key)
            .ToImmutableArray();
        return await RestoreAsync("install", wanted, lockFile, gate, cancellationToken);
    }

    /// <summary>Restores the files of plugins whose files were changed or are gone.</summary>
    /// <param name="names">The plugins; empty for all.</param>
    /// <param name="cancellationToken">Ends the operation before anything is changed.</param>
    /// <returns>The plugins that were restored; empty when all were whole.</returns>
    public async Task<Result<ImmutableArray<InstalledOutcome>>> RepairAsync(
        ImmutableArray<PluginName> names,
        CancellationToken cancellationToken
    )
    {
        var gate = new PackageGate(host, observer);
        return await Replanning.RunAsync(observer, () => TryRepairAsync(names, gate, cancellationToken));
    }

    private async Task<Result<ImmutableArray<InstalledOutcome>>> TryRepairAsync(
        ImmutableArray<PluginName> names,
        PackageGate gate,
        CancellationToken cancellationToken
    )
    {
        var opened = ProjectTransaction.ReadLockFile(host);
        if (!opened.TryGet(out var lockFile))
        {
            return opened.Propagate<ImmutableArray<InstalledOutcome>>();
        }

        if (names.FirstOrDefault(n => !lockFile.Plugins.ContainsKey(n)) is { } missing)
        {
            return PluginEnabler.NotInstalled(missing);
        }

        observer.Step(1, Steps, "Checking files...");
        var damaged = ImmutableArray.CreateBuilder<PluginName>();
        foreach (var (name, locked) in lockFile.Plugins.Where(p => names.IsEmpty || names.Contains(p.Key)))
        {
            if (FindDamage(name, locked) is { } damage)
            {
                observer.Note(damage.Message);
                damaged.Add(name);
            }
            else
            {
                observer.Done($"{name} {locked.Version} is whole");
            }
        }

        return await RestoreAsync("repair", damaged.ToImmutable(), lockFile, gate, cancellationToken);
    }

    /// <summary>Brings back the version that was installed before, with its configuration and its data. What is installed now is kept, so that
    /// the way back is open.</summary>
    public async Task<Result<InstalledOutcome>> RollBackAsync(PluginName name, CancellationToken cancellationToken)
    {
        var gate = new PackageGate(host, observer);
        return await Replanning.RunAsync(observer, () => TryRollBackAsync(name, gate, cancellationToken));
    }

    private async Task<Result<InstalledOutcome>> TryRollBackAsync(
        PluginName name,
        PackageGate gate,
        CancellationToken cancellationToken
    )
    {
        var opened = ProjectTransaction.ReadLockFile(host);
        if (!opened.TryGet(out var lockFile))
        {
            return opened.Propagate<InstalledOutcome>();
        }

        if (!lockFile.Plugins.TryGetValue(name, out var now))
        {
            return PluginEnabler.NotInstalled(name);
        }

        observer.Step(1, Steps, "Looking for the version before...");
        var backup = new BackupStore(host.Project, host.Time).List(name).FirstOrDefault(b => b.Locked.Tree != now.Tree);
        if (backup is null)
        {
            return HostDiagnostics.NoBackup.Error(
                $"nothing was kept of an earlier version of {name}",
                $"install the version you want: 'specify plugin install {name}@<version>'"
            );
        }

        observer.Done($"{name} {backup.Locked.Version}, replaced by {now.Version}");
        var found = await packages.FindAsync(name, backup.Locked, cancellationToken);
        if (!found.TryGet(out var package))
        {
            return found.Propagate<InstalledOutcome>();
        }

        var placement = new Placement(package)
        {
            Exactly = backup.Locked with { Enabled = now.Enabled, Dependency = now.Dependency },
            Restore = backup,
        };
        var placed = await AskAndPlaceAsync("rollback", [placement], lockFile, gate, cancellationToken);
        return placed.TryGet(out var outcomes) ? outcomes[0] : placed.Propagate<InstalledOutcome>();
    }

    private async Task<Result<ImmutableArray<InstalledOutcome>>> RestoreAsync(
        string action,
        ImmutableArray<PluginName> names,
        LockFile lockFile,
        PackageGate gate,
        CancellationToken cancellationToken
    )
    {
        var placements = ImmutableArray.CreateBuilder<Placement>();
        foreach (var name in names)
        {
            var found = await packages.FindAsync(name, lockFile.Plugins[name], cancellationToken);
            if (!found.TryGet(out var package))
            {
                return found.Propagate<ImmutableArray<InstalledOutcome>>();
            }

            placements.Add(new Placement(package) { Exactly = lockFile.Plugins[name] });
        }

        return placements.Count == 0
            ? Result<ImmutableArray<InstalledOutcome>>.Success([])
            : await AskAndPlaceAsync(action, placements.ToImmutable(), lockFile, gate, cancellationToken);
    }

    private async Task<Result<ImmutableArray<InstalledOutcome>>> AskAndPlaceAsync(
        string action,
        ImmutableArray<Placement> placements,
        LockFile lockFile,
        PackageGate gate,
        CancellationToken cancellationToken
    )
    {
        observer.Step(2, Steps, "Checking capabilities...");
        var refusal = await gate.FindRefusalAsync(
            action,
            PolicyMoment.Install,
            placements,
            lockFile,
            cancellationToken
        );
        if (!refusal.IsEmpty)
        {
            return Result<ImmutableArray<InstalledOutcome>>.Failure(refusal);
        }

        cancellationToken.ThrowIfCancellationRequested();
        observer.Step(3, Steps, "Putting files in place...");
        var execution = new PlanExecution(host, new MigrationRunner(processes: null), observer);
        return await execution.RunAsync(action, placements, lockFile, cancellationToken);
    }

    private Diagnostic? FindDamage(PluginName name, LockedPlugin locked) =>
        !locked.IsLink ? TreeIntegrity.CheckFully(host, name, locked.Tree, locked.Archive)
        : Directory.Exists(host.Project.PluginDirectory(name)) ? null
        : HostDiagnostics.InstalledManifestInvalid.Error($"the link of {name} is not there");
}
