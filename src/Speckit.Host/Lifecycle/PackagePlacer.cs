using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Audit;
using Speckit.Host.Backups;
using Speckit.Host.Configuration;
using Speckit.Host.Consent;
using Speckit.Host.Events;
using Speckit.Host.Extensions;
using Speckit.Host.Installed;
using Speckit.Host.Locking;
using Speckit.Host.Migrations;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Files;
using Speckit.Packaging.Signing;
using Speckit.Registry.Client;

namespace Speckit.Host.Lifecycle;

/// <summary>Puts verified and accepted packages in place, all of them at once or none.</summary>
/// <param name="host">The project.</param>
/// <param name="migrations">Brings configuration and data of replaced versions along.</param>
/// <param name="observer">Whom to tell.</param>
internal sealed class PackagePlacer(HostEnvironment host, MigrationRunner migrations, ILifecycleObserver observer)
{
    /// <summary>Told when everything is prepared and nothing is changed yet.</summary>
    public Action<IReadOnlyList<InstalledOutcome>>? Prepared { get; init; }

    /// <summary>Stages, checks and commits the change. Until the commit the token ends it without a trace.</summary>
    /// <param name="action">What is being done, for the audit log.</param>
    /// <param name="transaction">The right to change the project.</param>
    /// <param name="placements">The packages, dependencies first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<Result<ImmutableArray<InstalledOutcome>>> PlaceAsync(
        string action,
        ProjectTransaction transaction,
        ImmutableArray<Placement> placements,
        CancellationToken cancellationToken
    )
    {
        var before = transaction.LockFile;
        using var change = StagedChange.Begin(host, [.. placements.Select(p => ItemFor(p, before))]);
        var outcomes = ImmutableArray.CreateBuilder<InstalledOutcome>();
        for (var i = 0; i < placements.Length; i++)
        {
            var staged = await StageAsync(placements[i], change.Plugins[i], before, cancellationToken);
            if (!staged.TryGet(out var outcome))
            {
                return staged.Propagate<ImmutableArray<InstalledOutcome>>();
            }

            outcomes.Add(outcome);
        }

        var after = outcomes.Aggregate(before, (known, outcome) => known.With(outcome.Name, outcome.Locked));
        var conflicts = FindConflicts(outcomes, after);
        if (!conflicts.IsEmpty)
        {
            return Result<ImmutableArray<InstalledOutcome>>.Failure(conflicts);
        }

        cancellationToken.ThrowIfCancellationRequested();
        Prepared?.Invoke(outcomes);
        KeepBackups(before, outcomes, change);
        KeepArchives(placements);
        AnnounceConsents(outcomes, placements);
        foreach (var plugin in change.Plugins)
        {
            plugin.MoveOldAside();
            plugin.MoveIn();
        }

        change.Commit(transaction, after);
        return await FinishAsync(action, transaction, change, outcomes.ToImmutable());
    }

    private StagedItem ItemFor(Placement placement, LockFile before) =>
        new()
        {
            Operation = StagedOperation.Install,
            Plugin = placement.Name.ToString(),
            Tree = placement.Exactly?.Tree ?? ResolvedPath.Portable(host.Project, placement.Package.Tree),
            Link = placement.Package.Link,
            Data = placement.Restore is { } backup
                ? Directory.Exists(backup.DataDirectory)
                : MigrationRunner.TouchesData(placement.Package.Manifest, VersionIn(before, placement)),
        };

    private async Task<Result<InstalledOutcome>> StageAsync(
        Placement placement,
        StagedPlugin staged,
        LockFile before,
        CancellationToken cancellationToken
    )
    {
        var package = placement.Package;
        var previous = before.Plugins.GetValueOrDefault(placement.Name);
        if (package.ArchivePath is { } archive && package.Contents is { } contents)
        {
            var extracted = PackageReader.Extract(
                archive,
                staged.Package.Prepared,
                ArchiveLimits.Default,
                contents.ArchiveDigest,
                cancellationToken
            );
            if (!extracted.TryGet(out var extractedContents))
            {
                return extracted.Propagate<InstalledOutcome>();
            }

            observer.Done($"Extracted {extractedContents.Entries.Length} files of {placement.Name}");
        }

        var locked = placement.Exactly is { } exactly ? Keep(exactly, previous) : Lock(placement, previous);
        var migrated = await BringAlongAsync(placement, staged, locked, previous, cancellationToken);
        if (!migrated.TryGet(out var changes))
        {
            return migrated.Propagate<InstalledOutcome>();
        }

        var valid = locked.Enabled ? CheckConfiguration(placement, staged) : new Unit();
        return valid.Succeeded
            ? new InstalledOutcome(package.Manifest, locked, previous?.Version, changes)
            : valid.Propagate<InstalledOutcome>();
    }

    /// <summary>The user's configuration and the plugin's data, as the new version needs them.</summary>
    private async Task<Result<ImmutableArray<string>>> BringAlongAsync(
        Placement placement,
        StagedPlugin staged,
        LockedPlugin locked,
        LockedPlugin? previous,
        CancellationToken cancellationToken
    )
    {
        if (placement.Package.Link is not null)
        {
            return Result<ImmutableArray<string>>.Success([]);
        }

        if (placement.Restore is { } backup)
        {
            ConfigurationKeeper.Copy(backup.ConfigurationFile, staged.Package.Prepared);
            FolderCopy.Copy(backup.DataDirectory, staged.Data.Prepared);
            return Result<ImmutableArray<string>>.Success([]);
        }

        ConfigurationKeeper.Copy(host.Project.PluginConfigFile(placement.Name), staged.Package.Prepared);
        if (staged.Item.Data)
        {
            FolderCopy.Copy(host.Project.PluginDataDirectory(placement.Name), staged.Data.Prepared);
        }

        return previous is null
            ? Result<ImmutableArray<string>>.Success([])
            : await migrations.RunAsync(
                placement.Package.Manifest,
                InstalledPluginReader.Of(placement.Package.Manifest, locked),
                previous.Version,
                staged,
                cancellationToken
            );
    }

    private Result<Unit> CheckConfiguration(Placement placement, StagedPlugin staged)
    {
        var loaded = PluginConfiguration.Load(
            Path.Combine(staged.Package.Prepared, ConfigurationKeeper.FileName),
            placement.Package.Manifest,
            staged.Package.Prepared,
            host.Project.PluginConfigFile(placement.Name)
        );
        return loaded.Succeeded ? new Unit() : loaded.Propagate<Unit>();
    }

    private ImmutableArray<Diagnostic> FindConflicts(IEnumerable<InstalledOutcome> outcomes, LockFile after)
    {
        var changed = outcomes.ToDictionary(o => o.Name, o => InstalledPluginReader.Of(o.Manifest, o.Locked));
        if (changed.Values.All(p => !p.Enabled))
        {
            return [];
        }

        var others = InstalledIndex.Load(host.Project);
        if (!others.Succeeded)
        {
            return others.Diagnostics;
        }

        var all = others
            .Value.Where(p => !changed.ContainsKey(p.Name) && after.Plugins.ContainsKey(p.Name))
            .Concat(changed.Values)
            .ToList();
        return [.. changed.Values.Where(p => p.Enabled).SelectMany(p => ExtensionConflicts.Find(p, all))];
    }

    private void KeepBackups(LockFile before, IEnumerable<InstalledOutcome> outcomes, StagedChange change)
    {
        var backups = new BackupStore(host.Project, host.Time);
        foreach (var outcome in outcomes)
        {
            var touchesData = change.Plugins.First(p => p.Name.Equals(outcome.Name)).Item.Data;
            if (before.Plugins.TryGetValue(outcome.Name, out var old) && old.Tree != outcome.Locked.Tree && !old.IsLink)
            {
                backups.Keep(outcome.Name, old, touchesData);
            }
        }

        host.StepDone?.Invoke(nameof(KeepBackups));
    }

    /// <summary>An archive from elsewhere goes into the cache too: repair, rollback and the naming of changed files need it.</summary>
    private void KeepArchives(IEnumerable<Placement> placements)
    {
        var cache = new RegistryCache(host.User.CacheDirectory);
        foreach (var package in placements.Select(p => p.Package))
        {
            if (package.ArchivePath is not { } archive || package.Contents is not { } contents)
            {
                continue;
            }

            var kept = cache.ArchivePath(contents.ArchiveDigest);
            if (!File.Exists(kept))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
                AtomicFile.Write(kept, File.ReadAllBytes(archive));
            }

            KeepSignature(package, archive, kept);
        }
    }

    /// <summary>The signature beside an archive of one's own is kept like that of a registry: 'verify' needs it later.</summary>
    private static void KeepSignature(AcquiredPackage package, string archive, string kept)
    {
        var (beside, target) = (archive + PackageFileName.SignatureSuffix, kept + PackageFileName.SignatureSuffix);
        if (
            package.Origin.KeyId is not null
            && beside != target
            && PlainFile.ReadAll(beside, DsseEnvelope.MaxBytes).TryGet(out var envelope)
        )
        {
            AtomicFile.Write(target, envelope);
        }
    }

    private async Task<Result<ImmutableArray<InstalledOutcome>>> FinishAsync(
        string action,
        ProjectTransaction transaction,
        StagedChange change,
        ImmutableArray<InstalledOutcome> outcomes
    )
    {
        host.Consents.Settle(host.Project, transaction.LockFile);
        if (outcomes.Any(o => o.Locked.Enabled))
        {
            var reconciled = transaction.Reconcile();
            if (!reconciled.TryGet(out var report))
            {
                return reconciled.Propagate<ImmutableArray<InstalledOutcome>>();
            }

            foreach (var kept in report.Kept)
            {
                observer.Warn(kept);
            }
        }

        change.Finish();
        foreach (var outcome in outcomes)
        {
            await AuditAsync(action, outcome);
            await host.Events.LifecycleAsync(CoreEvents.Installed, outcome.Name, outcome.Version.ToString());
        }

        return outcomes;
    }

    private void AnnounceConsents(IEnumerable<InstalledOutcome> outcomes, ImmutableArray<Placement> placements)
    {
        host.Consents.Announce(
            host.Project,
            outcomes.Zip(
                placements,
                (outcome, placement) =>
                    KeyValuePair.Create(
                        outcome.Name,
                        ConsentFor(
                            outcome.Locked,
                            host.Consents.Read(host.Project, outcome.Name),
                            placement.Package.Origin
                        )
                    )
            )
        );
        host.StepDone?.Invoke(nameof(AnnounceConsents));
    }

    /// <summary>What a lock file claims of an origin is remembered as what was verified of it before, if anything was.</summary>
    private static Consented ConsentFor(LockedPlugin locked, Consented? known, PackageOrigin origin)
    {
        if (origin.IsClaimed)
        {
            return known?.Tree == locked.Tree
                ? known with
                {
                    Capabilities = locked.Capabilities,
                }
                : new Consented(locked.Tree, locked.Capabilities);
        }

        return new Consented(locked.Tree, locked.Capabilities)
        {
            Trust = origin.Trust,
            Signer = origin.Signer,
            KeyId = origin.KeyId,
        };
    }

    private Task AuditAsync(string action, InstalledOutcome outcome)
    {
        var locked = outcome.Locked;
        var detail =
            $"{outcome.Version} {locked.Archive} trust {Packaging.Trust.TrustLevels.ToName(locked.Trust)} grants [{string.Join(", ", locked.Capabilities)}]";
        return host.Audit.AppendAsync(
            new AuditRecord(action, outcome.Name.ToString(), AuditOutcome.Done, Detail: detail),
            CancellationToken.None
        );
    }

    /// <summary>What another command switched since the plan was made stays switched.</summary>
    private static LockedPlugin Keep(LockedPlugin exactly, LockedPlugin? previous) =>
        previous is null ? exactly : exactly with { Enabled = previous.Enabled, Dependency = previous.Dependency };

    private LockedPlugin Lock(Placement placement, LockedPlugin? previous)
    {
        var package = placement.Package;
        var manifest = package.Manifest;
        return new LockedPlugin
        {
            Version = manifest.Version,
            Dialect = manifest.Dialect,
            Resolved = ResolvedPath.Portable(host.Project, package.Resolved),
            Archive = ResolvedPath.Portable(host.Project, package.Archive),
            Tree = ResolvedPath.Portable(host.Project, package.Tree),
            Trust = package.Origin.Trust,
            Signer = package.Origin.Signer,
            KeyId = package.Origin.KeyId,
            Capabilities = [.. manifest.Requires.Capabilities.Order(StringComparer.Ordinal)],
            Enabled = previous?.Enabled ?? false,
            Dependency = placement.IsDependency && previous is null or { Dependency: true },
            Requires = manifest
                .Requires.Plugins.Where(d => !d.Optional)
                .ToImmutableSortedDictionary(d => d.Name, d => d.Range.Text),
        };
    }

    private static Manifests.Versions.SemanticVersion? VersionIn(LockFile lockFile, Placement placement) =>
        lockFile.Plugins.GetValueOrDefault(placement.Name)?.Version;
}
