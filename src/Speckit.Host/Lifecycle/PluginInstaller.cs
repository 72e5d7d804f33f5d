using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Migrations;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Lifecycle;

/// <summary>Installs plugins with what they need (JP design §5.2): resolve, download, verify, ask, put in place.</summary>
/// <param name="host">The project.</param>
/// <param name="planner">Chooses versions.</param>
/// <param name="acquirer">Where packages come from.</param>
/// <param name="migrations">Brings configuration and data of replaced versions along.</param>
/// <param name="observer">Whom to tell and ask.</param>
public sealed class PluginInstaller(
    HostEnvironment host,
    InstallPlanner planner,
    PackageAcquirer acquirer,
    MigrationRunner migrations,
    ILifecycleObserver observer
)
{
    private const int Steps = 5;

    /// <summary>Installs a plugin, or replaces the installed version. Until the last step nothing of the project is touched.</summary>
    public async Task<Result<InstallOutcome>> InstallAsync(InstallSource source, CancellationToken cancellationToken)
    {
        var gate = new PackageGate(host, observer);
        return await Replanning.RunAsync(observer, () => TryInstallAsync(source, gate, cancellationToken));
    }

    private async Task<Result<InstallOutcome>> TryInstallAsync(
        InstallSource source,
        PackageGate gate,
        CancellationToken cancellationToken
    )
    {
        var opened = ProjectTransaction.ReadLockFile(host);
        if (!opened.TryGet(out var lockFile))
        {
            return opened.Propagate<InstallOutcome>();
        }

        observer.Step(1, Steps, "Resolving dependencies...");
        var planned = await planner.PlanInstallAsync(source, lockFile, cancellationToken);
        if (!planned.TryGet(out var plan))
        {
            return planned.Propagate<InstallOutcome>();
        }

        var acquired = await AcquireAsync(plan, cancellationToken);
        if (!acquired.TryGet(out var placements))
        {
            return acquired.Propagate<InstallOutcome>();
        }

        observer.Step(4, Steps, "Checking capabilities...");
        var refusal = await gate.FindRefusalAsync(
            "install",
            PolicyMoment.Install,
            placements,
            lockFile,
            cancellationToken
        );
        if (!refusal.IsEmpty)
        {
            return Result<InstallOutcome>.Failure(refusal);
        }

        cancellationToken.ThrowIfCancellationRequested();
        observer.Step(5, Steps, $"Installing to .specify/plugins/{placements[^1].Name.RelativePath}/");
        var execution = new PlanExecution(host, migrations, observer);
        var placed = await execution.RunAsync("install", placements, lockFile, cancellationToken);
        if (!placed.TryGet(out var outcomes))
        {
            return placed.Propagate<InstallOutcome>();
        }

        await gate.RememberAsync(placements, CancellationToken.None);
        return new InstallOutcome(outcomes);
    }

    private async Task<Result<ImmutableArray<Placement>>> AcquireAsync(
        ImmutableArray<PlannedPackage> plan,
        CancellationToken cancellationToken
    )
    {
        var verb = plan.Any(p => p.Source is not null) ? "Downloading" : "Reading";
        observer.Step(2, Steps, $"{verb} {string.Join(", ", plan.Select(p => $"{p.Name}@{p.Version}"))}...");
        var fetched = await PackageAcquirer.FetchAsync(plan, observer, cancellationToken);
        if (!fetched.TryGet(out var paths))
        {
            return fetched.Propagate<ImmutableArray<Placement>>();
        }

        observer.Step(3, Steps, "Verifying signatures...");
        var verified = await acquirer.VerifyAsync(plan, paths, observer, cancellationToken);
        if (!verified.TryGet(out var packages))
        {
            return verified.Propagate<ImmutableArray<Placement>>();
        }

        foreach (var warning in packages.Select(p => CompatibilityCheck.FindUntested(p.Manifest)).OfType<Diagnostic>())
        {
            observer.Warn(warning);
        }

        return Placement.Of(plan, packages);
    }
}
