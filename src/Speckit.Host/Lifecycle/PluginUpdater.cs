using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Changelogs;
using Speckit.Host.Locking;
using Speckit.Host.Migrations;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Lifecycle;

/// <summary>Updates plugins to the highest versions that fit together (JP design §5.5 and §11.3).</summary>
/// <param name="host">The project.</param>
/// <param name="planner">Chooses versions.</param>
/// <param name="acquirer">Where packages come from.</param>
/// <param name="migrations">Brings configuration and data along.</param>
/// <param name="observer">Whom to tell and ask.</param>
public sealed class PluginUpdater(
    HostEnvironment host,
    InstallPlanner planner,
    PackageAcquirer acquirer,
    MigrationRunner migrations,
    ILifecycleObserver observer
)
{
    private const int Steps = 4;

    /// <summary>Updates plugins, and what has to change with them.</summary>
    /// <param name="names">The plugins; empty for all.</param>
    /// <param name="dryRun">Whether to say only what would be done.</param>
    /// <param name="cancellationToken">Ends the operation before anything is changed.</param>
    public async Task<Result<UpdateOutcome>> UpdateAsync(
        ImmutableArray<PluginName> names,
        bool dryRun,
        CancellationToken cancellationToken
    )
    {
        var gate = new PackageGate(host, observer);
        return await Replanning.RunAsync(observer, () => TryUpdateAsync(names, dryRun, gate, cancellationToken));
    }

    private async Task<Result<UpdateOutcome>> TryUpdateAsync(
        ImmutableArray<PluginName> names,
        bool dryRun,
        PackageGate gate,
        CancellationToken cancellationToken
    )
    {
        var opened = ProjectTransaction.ReadLockFile(host);
        if (!opened.TryGet(out var lockFile))
        {
            return opened.Propagate<UpdateOutcome>();
        }

        if (names.FirstOrDefault(n => !lockFile.Plugins.ContainsKey(n)) is { } missing)
        {
            return PluginEnabler.NotInstalled(missing);
        }

        observer.Step(1, Steps, "Checking for updates...");
        var planned = await planner.PlanUpdateAsync(names, lockFile, cancellationToken);
        if (!planned.TryGet(out var plan))
        {
            return planned.Propagate<UpdateOutcome>();
        }

        Tell(names, plan, lockFile);
        return plan.Packages.IsEmpty
            ? new UpdateOutcome([], plan.HeldBack, Applied: false)
            : await UpdateAsync(plan, lockFile, dryRun, gate, cancellationToken);
    }

    private async Task<Result<UpdateOutcome>> UpdateAsync(
        UpdatePlan plan,
        LockFile lockFile,
        bool dryRun,
        PackageGate gate,
        CancellationToken cancellationToken
    )
    {
        observer.Step(2, Steps, "Reviewing changes...");
        var acquired = await AcquireAsync(plan, cancellationToken);
        if (!acquired.TryGet(out var placements))
        {
            return acquired.Propagate<UpdateOutcome>();
        }

        var changes = placements.Select(p => Review(p, lockFile)).ToImmutableArray();
        if (dryRun)
        {
            return new UpdateOutcome(changes, plan.HeldBack, Applied: false);
        }

        var refusal = await gate.FindRefusalAsync(
            "update",
            PolicyMoment.Update,
            placements,
            lockFile,
            cancellationToken
        );
        if (!refusal.IsEmpty)
        {
            return Result<UpdateOutcome>.Failure(refusal);
        }

        if (await AskToMigrateAsync(changes, cancellationToken) is { } refused)
        {
            return refused;
        }

        cancellationToken.ThrowIfCancellationRequested();
        observer.Step(3, Steps, changes.Any(c => !c.Migrations.IsEmpty) ? "Running migration..." : "Preparing...");
        var execution = new PlanExecution(host, migrations, observer) { Prepared = TellPrepared };
        var placed = await execution.RunAsync("update", placements, lockFile, cancellationToken);
        if (!placed.TryGet(out var outcomes))
        {
            return placed.Propagate<UpdateOutcome>();
        }

        await gate.RememberAsync(placements, CancellationToken.None);
        return new UpdateOutcome(
            [.. changes.Zip(outcomes, (change, outcome) => change with { Migrations = outcome.Migrations })],
            plan.HeldBack,
            Applied: true
        );
    }

    private void TellPrepared(IReadOnlyList<InstalledOutcome> outcomes)
    {
        foreach (var line in outcomes.SelectMany(o => o.Migrations))
        {
            observer.Done($"Config migrated: {line}");
        }

        observer.Step(4, Steps, "Installing update...");
    }

    private void Tell(ImmutableArray<PluginName> names, UpdatePlan plan, LockFile lockFile)
    {
        foreach (var package in plan.Packages)
        {
            var installed = lockFile.Plugins.GetValueOrDefault(package.Name)?.Version;
            observer.Note($"{package.Name}");
            observer.Note($"  Current: {installed?.ToString() ?? "not installed"}");
            observer.Note($"  Latest:  {package.Version}");
        }

        foreach (var held in plan.HeldBack)
        {
            observer.Note($"{held.Name} stays at {held.Chosen}; {held.Newest} does not fit:");
            foreach (var line in held.Story)
            {
                observer.Note($"  {line}");
            }
        }

        var changing = plan.Packages.Select(p => p.Name).Concat(plan.HeldBack.Select(h => h.Name)).ToHashSet();
        foreach (var name in names.Where(n => !changing.Contains(n)))
        {
            var locked = lockFile.Plugins[name];
            observer.Done(
                ResolvedPath.Local(host.Project, locked.Resolved) is null
                    ? $"{name} {locked.Version} is the newest"
                    : $"{name} {locked.Version} is from {locked.Resolved}: install it from there again to update it"
            );
        }
    }

    private async Task<Result<ImmutableArray<Placement>>> AcquireAsync(
        UpdatePlan plan,
        CancellationToken cancellationToken
    )
    {
        var fetched = await PackageAcquirer.FetchAsync(plan.Packages, observer, cancellationToken);
        if (!fetched.TryGet(out var paths))
        {
            return fetched.Propagate<ImmutableArray<Placement>>();
        }

        var verified = await acquirer.VerifyAsync(plan.Packages, paths, observer, cancellationToken);
        return verified.TryGet(out var packages)
            ? Placement.Of(plan.Packages, packages)
            : verified.Propagate<ImmutableArray<Placement>>();
    }

    private UpdatedPlugin Review(Placement placement, LockFile lockFile)
    {
        var manifest = placement.Package.Manifest;
        var installed = lockFile.Plugins.GetValueOrDefault(manifest.Name);
        ImmutableArray<ChangelogSection> sections =
            installed is not null && placement.Package.Contents?.Changelog is { } changelog
                ? ChangelogReader.Read(changelog.Span, installed.Version, manifest.Version)
                : [];
        var steps = installed is null ? [] : MigrationRunner.Between(manifest, installed.Version, manifest.Version);
        var change = new UpdatedPlugin(
            manifest.Name,
            installed?.Version,
            manifest.Version,
            sections,
            [.. manifest.Requires.Capabilities.Except(installed?.Capabilities ?? [])],
            [.. steps.Select(s => $"{s.From} → {s.To}")]
        );
        observer.Changelog(manifest.Name, sections);
        if (change.IsMajor)
        {
            observer.Warn(
                HostDiagnostics.MajorUpdate.Warning(
                    $"{change.Name} {change.From} → {change.To} is a major update: it may break what worked before",
                    $"'specify plugin rollback {change.Name}' brings {change.From} back"
                )
            );
        }

        foreach (var step in change.Migrations)
        {
            observer.Note($"Migration available: {step}");
        }

        return change;
    }

    private async Task<Diagnostic?> AskToMigrateAsync(
        ImmutableArray<UpdatedPlugin> changes,
        CancellationToken cancellationToken
    )
    {
        if (changes.All(c => c.Migrations.IsEmpty))
        {
            return null;
        }

        return await observer.ConfirmAsync("Run migration?", cancellationToken) switch
        {
            ConsentAnswer.Accepted => null,
            ConsentAnswer.Refused => HostDiagnostics.ConsentRefused.Error(
                "nothing was updated: the migration was refused"
            ),
            _ => HostDiagnostics.ConsentNeeded.Error(
                "the update runs migrations of the plugin's author, and there is no terminal to ask on",
                "run the command again with --yes"
            ),
        };
    }
}
