using System.Collections.Immutable;
using Speckit.Host.Audit;
using Speckit.Host.Locking;
using Speckit.Host.Migrations;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Lifecycle;

/// <summary>Carries out a plan that was consented to: takes the write lock, sees that the plan still fits, puts everything in place.</summary>
/// <param name="host">The project.</param>
/// <param name="migrations">Brings configuration and data of replaced versions along.</param>
/// <param name="observer">Whom to tell.</param>
internal sealed class PlanExecution(HostEnvironment host, MigrationRunner migrations, ILifecycleObserver observer)
{
    /// <summary>Told when everything is prepared and nothing is changed yet.</summary>
    public Action<IReadOnlyList<InstalledOutcome>>? Prepared { get; init; }

    /// <summary>Puts the packages in place.</summary>
    /// <param name="action">What is being done, for the audit log.</param>
    /// <param name="placements">The packages.</param>
    /// <param name="planned">What was installed when the plan was made.</param>
    /// <param name="cancellationToken">Ends the operation before anything is changed.</param>
    internal async Task<Result<ImmutableArray<InstalledOutcome>>> RunAsync(
        string action,
        ImmutableArray<Placement> placements,
        LockFile planned,
        CancellationToken cancellationToken
    )
    {
        var begun = await ProjectTransaction.BeginAsync(host, cancellationToken);
        if (!begun.TryGet(out var transaction))
        {
            return begun.Propagate<ImmutableArray<InstalledOutcome>>();
        }

        using (transaction)
        {
            var placer = new PackagePlacer(host, migrations, observer) { Prepared = Prepared };
            var placed = PlanStillHolds.Check(placements, planned, transaction.LockFile) is { } changed
                ? changed
                : await placer.PlaceAsync(action, transaction, placements, cancellationToken);
            if (!placed.Succeeded)
            {
                await host.Audit.AppendAsync(
                    new AuditRecord(
                        action,
                        placements[^1].Name.ToString(),
                        AuditOutcome.Failed,
                        Detail: placed.Diagnostics[0].Message
                    ),
                    CancellationToken.None
                );
            }

            return placed;
        }
    }
}
