using Speckit.Host.Audit;
using Speckit.Host.Consent;
using Speckit.Host.Installed;
using Speckit.Host.Integrity;
using Speckit.Host.Locking;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Lifecycle;

/// <summary>Accepts a change that somebody made to an installed plugin's files: they become what is locked, and nobody vouches for them.</summary>
/// <param name="host">The project.</param>
/// <param name="observer">Whom to tell and ask.</param>
public sealed class ChangeAccepter(HostEnvironment host, ILifecycleObserver observer)
{
    /// <summary>Shows the changed files, asks, and locks them.</summary>
    /// <returns>The plugin's new entry of the lock file.</returns>
    public async Task<Result<LockedPlugin>> AcceptAsync(PluginName name, CancellationToken cancellationToken)
    {
        var begun = await ProjectTransaction.BeginAsync(host, cancellationToken);
        if (!begun.TryGet(out var transaction))
        {
            return begun.Propagate<LockedPlugin>();
        }

        using (transaction)
        {
            if (!transaction.LockFile.Plugins.TryGetValue(name, out var locked))
            {
                return PluginEnabler.NotInstalled(name);
            }

            var computed = locked.IsLink ? locked.Tree : ComputeTree(name);
            if (!computed.TryGet(out var tree))
            {
                return computed.Propagate<LockedPlugin>();
            }

            if (tree == locked.Tree)
            {
                observer.Done($"The files of {name} are those that are locked");
                return locked;
            }

            var manifest = InstalledPluginReader.ReadManifest(host.Project, name);
            if (!manifest.TryGet(out var read))
            {
                return manifest.Propagate<LockedPlugin>();
            }

            ShowDifferences(name, locked);
            var refusal = await AskAsync(name, cancellationToken);
            return refusal is null
                ? await LockAsync(
                    transaction,
                    name,
                    locked with
                    {
                        Tree = tree,
                        Modified = true,
                        Trust = TrustLevel.Unsigned,
                        Signer = null,
                        KeyId = null,
                        Capabilities = [.. locked.Capabilities.Intersect(read.Requires.Capabilities)],
                    }
                )
                : refusal;
        }
    }

    private Result<string> ComputeTree(PluginName name)
    {
        var computed = TreeDigest.Compute(host.Project.PluginDirectory(name));
        return computed.TryGet(out var digest) ? digest.ToString() : computed.Propagate<string>();
    }

    private void ShowDifferences(PluginName name, LockedPlugin locked)
    {
        foreach (var difference in TreeIntegrity.Differences(host, name, locked.Archive) ?? [])
        {
            observer.Note($"{TreeIntegrity.WordFor(difference.Kind)}: {difference.Path}");
        }
    }

    private async Task<Diagnostic?> AskAsync(PluginName name, CancellationToken cancellationToken) =>
        await observer.ConfirmAsync($"Run {name} with these files from now on?", cancellationToken) switch
        {
            ConsentAnswer.Accepted => null,
            ConsentAnswer.Refused => HostDiagnostics.ConsentRefused.Error("the change was not accepted"),
            _ => HostDiagnostics.ConsentNeeded.Error(
                $"{name} has other files than those that were installed, and there is no terminal to ask on",
                "review them, then run the command again with --yes"
            ),
        };

    private async Task<Result<LockedPlugin>> LockAsync(
        ProjectTransaction transaction,
        PluginName name,
        LockedPlugin locked
    )
    {
        var item = new StagedItem { Operation = StagedOperation.Toggle, Plugin = name.ToString() };
        using var change = StagedChange.Begin(host, item);
        change.Commit(transaction, transaction.LockFile.With(name, locked));
        host.Consents.Give(host.Project, name, new Consented(locked.Tree, locked.Capabilities));
        var reconciled = transaction.Reconcile();
        if (!reconciled.Succeeded)
        {
            return reconciled.Propagate<LockedPlugin>();
        }

        change.Finish();
        await host.Audit.AppendAsync(
            new AuditRecord("accept", name.ToString(), AuditOutcome.Done, Detail: $"{locked.Version} {locked.Tree}"),
            CancellationToken.None
        );
        return locked;
    }
}
