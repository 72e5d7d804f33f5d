using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Audit;
using Speckit.Host.Consent;
using Speckit.Host.Locking;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Archives;

namespace Speckit.Host.Lifecycle;

/// <summary>Installs plugins (JP design §5.2): resolve, download, verify, ask, put in place.</summary>
/// <param name="host">The project.</param>
/// <param name="acquirer">Where packages come from.</param>
/// <param name="observer">Whom to tell and ask.</param>
public sealed class PluginInstaller(HostEnvironment host, PackageAcquirer acquirer, ILifecycleObserver observer)
{
    private const int Steps = 5;

    /// <summary>Installs a plugin, or replaces the installed version. Until the last step nothing of the project is touched.</summary>
    public async Task<Result<InstallOutcome>> InstallAsync(InstallSource source, CancellationToken cancellationToken)
    {
        var recovered = ProjectTransaction.RecoverIfNeeded(host);
        var before = recovered.Succeeded ? LockFileReader.Read(host.Project.LockFile) : recovered.Propagate<LockFile>();
        if (!before.TryGet(out var lockFile))
        {
            return before.Propagate<InstallOutcome>();
        }

        var told = new HashSet<string>(StringComparer.Ordinal);
        var acquired = await acquirer.AcquireAsync(source, Steps, observer, CheckAsync, cancellationToken);
        if (!acquired.TryGet(out var package))
        {
            return acquired.Propagate<InstallOutcome>();
        }

        var manifest = package.Package.Manifest;
        var installed = lockFile.Plugins.GetValueOrDefault(manifest.Name);
        var refusal =
            CheckKeyIsTheSame(manifest, installed, package.Origin)
            ?? await AskAsync(package, installed, cancellationToken);
        if (refusal is not null)
        {
            await AuditAsync(manifest, AuditOutcome.Refused, refusal.Message, cancellationToken);
            return refusal;
        }

        cancellationToken.ThrowIfCancellationRequested();
        observer.Step(5, Steps, $"Installing to {DisplayPath(manifest.Name)}");
        return await PutInPlaceAsync(package, cancellationToken);

        Task<ImmutableArray<Diagnostic>> CheckAsync(PluginRequirements wanted, CancellationToken token) =>
            CompatibilityCheck.RunAsync(wanted, lockFile, HostEnvironment.CoreVersion, observer, told, token);
    }

    private async Task<Result<InstallOutcome>> PutInPlaceAsync(
        AcquiredPackage package,
        CancellationToken cancellationToken
    )
    {
        var manifest = package.Package.Manifest;
        var begun = await ProjectTransaction.BeginAsync(host, cancellationToken);
        if (!begun.TryGet(out var transaction))
        {
            return begun.Propagate<InstallOutcome>();
        }

        using (transaction)
        {
            var previous = transaction.LockFile.Plugins.GetValueOrDefault(manifest.Name);
            var locked = LockedFrom(package, previous);
            var placed = Place(package, transaction, locked, cancellationToken);
            if (!placed.Succeeded)
            {
                await AuditAsync(manifest, AuditOutcome.Failed, placed.Diagnostics[0].Message, CancellationToken.None);
                return placed.Propagate<InstallOutcome>();
            }

            await AuditAsync(
                manifest,
                AuditOutcome.Done,
                $"{manifest.Version} {locked.Archive} trust {package.Origin.Trust} grants [{string.Join(", ", locked.Capabilities)}]",
                CancellationToken.None
            );
            await host.Events.LifecycleAsync("plugin.installed", manifest.Name, manifest.Version.ToString());
            return new InstallOutcome(manifest.Name, manifest.Version, previous?.Version, locked, manifest);
        }
    }

    private Result<Unit> Place(
        AcquiredPackage package,
        ProjectTransaction transaction,
        LockedPlugin locked,
        CancellationToken cancellationToken
    )
    {
        var name = package.Package.Manifest.Name;
        var journal = new StagingJournal
        {
            Operation = StagedOperation.Install,
            Plugin = name.ToString(),
            Tree = locked.Tree,
        };
        using var change = StagedChange.Begin(host, journal);
        var extracted = PackageReader.Extract(
            package.ArchivePath,
            change.Tree,
            ArchiveLimits.Default,
            package.Package.Contents.ArchiveDigest,
            cancellationToken
        );
        if (!extracted.TryGet(out var contents))
        {
            return extracted.Propagate<Unit>();
        }

        observer.Done($"Extracted {contents.Entries.Length} files");
        ConfigurationKeeper.CopyInto(host.Project, name, change.Tree);
        change.MoveOldAside(name);
        change.MoveTreeIn(name);
        change.Commit(transaction, transaction.LockFile.With(name, locked));
        host.Consents.Give(host.Project, name, new Consented(locked.Tree, locked.Capabilities));
        var reconciled = locked.Enabled ? ReconcileAndReport(transaction) : new Unit();
        if (reconciled.Succeeded)
        {
            change.Finish();
        }

        return reconciled;
    }

    private Result<Unit> ReconcileAndReport(ProjectTransaction transaction)
    {
        var reconciled = transaction.Reconcile();
        if (!reconciled.TryGet(out var report))
        {
            return reconciled.Propagate<Unit>();
        }

        foreach (var kept in report.Kept)
        {
            observer.Warn(kept);
        }

        return new Unit();
    }

    private async Task<Diagnostic?> AskAsync(
        AcquiredPackage package,
        LockedPlugin? installed,
        CancellationToken cancellationToken
    )
    {
        var manifest = package.Package.Manifest;
        observer.Step(4, Steps, "Checking capabilities...");
        var requested = manifest.Requires.Capabilities.Select(id => Capability.Find(id)!).ToImmutableArray();
        var added = installed is null ? requested : [.. requested.Where(c => !installed.Capabilities.Contains(c.Id))];
        var request = new ConsentRequest(
            manifest.Name,
            manifest.Version.ToString(),
            package.Origin.Trust,
            package.Origin.Signer,
            requested,
            added
        );
        return await observer.AskConsentAsync(request, cancellationToken) switch
        {
            ConsentAnswer.Accepted => null,
            ConsentAnswer.Refused => HostDiagnostics.ConsentRefused.Error(
                $"{manifest.Name} was not installed: its capabilities were not accepted"
            ),
            _ => HostDiagnostics.ConsentNeeded.Error(
                $"{manifest.Name} {manifest.Version} ({Origin(package.Origin)}) asks for {Wanted(requested)}, and there is no terminal to ask on",
                "review it, then run the command again with --yes"
            ),
        };
    }

    private static Diagnostic? CheckKeyIsTheSame(
        PluginManifest manifest,
        LockedPlugin? installed,
        PackageOrigin origin
    ) =>
        installed?.KeyId is { } key && key != origin.KeyId
            ? HostDiagnostics.PublisherKeyChanged.Error(
                $"{manifest.Name} {installed.Version} was signed with the key {key}, {manifest.Version} {(origin.KeyId is null ? "is not signed" : $"with {origin.KeyId}")}",
                $"ask the publisher; if the change is theirs, run 'specify plugin remove {manifest.Name}' and install it anew"
            )
            : null;

    private LockedPlugin LockedFrom(AcquiredPackage package, LockedPlugin? previous)
    {
        var manifest = package.Package.Manifest;
        return new LockedPlugin
        {
            Version = manifest.Version,
            Dialect = manifest.Dialect,
            Resolved = Portable(package.Resolved),
            Archive = package.Package.Contents.ArchiveDigest.ToString(),
            Tree = package.Package.Contents.TreeDigest.ToString(),
            Trust = package.Origin.Trust,
            Signer = package.Origin.Signer,
            KeyId = package.Origin.KeyId,
            Capabilities = [.. manifest.Requires.Capabilities.Order(StringComparer.Ordinal)],
            Enabled = previous?.Enabled ?? false,
            Requires = manifest
                .Requires.Plugins.Where(d => !d.Optional)
                .ToImmutableSortedDictionary(d => d.Name, d => d.Range.Text),
        };
    }

    private Task AuditAsync(
        PluginManifest manifest,
        AuditOutcome outcome,
        string detail,
        CancellationToken cancellationToken
    ) =>
        host.Audit.AppendAsync(
            new AuditRecord("install", manifest.Name.ToString(), outcome, Detail: detail),
            cancellationToken
        );

    /// <summary>Paths are locked relative to the project: the lock file is made to be committed, and other machines have other paths.</summary>
    private string Portable(string resolved)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["file:", "path:"])
        {
            if (resolved.StartsWith(scheme, StringComparison.Ordinal))
            {
                var relative = Path.GetRelativePath(host.Project.Root, resolved[scheme.Length..]);
                return scheme + relative.Replace(Path.DirectorySeparatorChar, '/');
            }
        }

        return resolved;
    }

    private static string Wanted(ImmutableArray<Capability> capabilities) =>
        capabilities.IsEmpty ? "no capabilities" : string.Join(", ", capabilities.Select(c => c.Id));

    private static string Origin(PackageOrigin origin) =>
        origin.Signer is null ? Packaging.Trust.TrustLevels.ToName(origin.Trust) : $"signed by {origin.Signer}";

    private static string DisplayPath(PluginName name) => $".specify/plugins/{name.RelativePath}/";
}
