using Speckit.Host.Audit;
using Speckit.Host.Extensions;
using Speckit.Host.Installed;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>Brings journaled events to the hooks of enabled plugins, in order. A failing hook stops neither the core nor other hooks.</summary>
/// <param name="host">The project.</param>
/// <param name="pool">The plugins' processes.</param>
/// <param name="onFailure">Told of each hook that failed.</param>
public sealed class HookDispatcher(HostEnvironment host, PluginPool pool, Action<Diagnostic> onFailure)
    : IAsyncDisposable
{
    /// <summary>How many events one invocation delivers: hooks that answer events with events end here.</summary>
    public const int MaxEvents = 1000;

    /// <summary>Delivers what is pending, and what the hooks emit meanwhile.</summary>
    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        ExtensionTable? table = null;
        for (var delivered = 0; host.Events.TryTake(out var envelope); delivered++)
        {
            table ??= LoadTable();
            if (table is null)
            {
                return;
            }

            if (delivered >= MaxEvents)
            {
                DropPending();
                onFailure(
                    HostDiagnostics.HookFailed.Warning(
                        $"more than {MaxEvents} events in one go: the rest is in the journal, and no hook was told",
                        "do hooks answer events with events?"
                    )
                );
                return;
            }

            foreach (var hook in table.HooksFor(envelope))
            {
                await InvokeAsync(hook, envelope, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private void DropPending()
    {
        while (host.Events.TryTake(out _))
        {
            // The journal has it.
        }
    }

    private ExtensionTable? LoadTable()
    {
        var loaded = InstalledIndex.LoadHooked(host.Project);
        return loaded.Succeeded ? ExtensionTable.Of(loaded.Value) : null;
    }

    private async Task InvokeAsync(
        Registration<HookProvision> hook,
        EventEnvelope envelope,
        CancellationToken cancellationToken
    )
    {
        var plugin = hook.Plugin;
        var path = hook.Provision.Entrypoint.Path;
        var started = await pool.GetAsync(plugin, path, cancellationToken);
        var invoked = started.TryGet(out var process)
            ? await process.InvokeHookAsync(
                new HookInvokeParams(envelope, hook.Provision.Entrypoint.Member),
                hook.Provision.Timeout,
                cancellationToken
            )
            : started.Propagate<Empty>();
        await host.Audit.AppendAsync(
            new AuditRecord(
                "hook",
                plugin.Name.ToString(),
                invoked.Succeeded ? AuditOutcome.Done : AuditOutcome.Failed,
                envelope.Type
            ),
            cancellationToken
        );
        if (!invoked.Succeeded)
        {
            await pool.DropAsync(plugin, path);
            var cause = invoked.Diagnostics[0];
            onFailure(
                HostDiagnostics.HookFailed.Warning(
                    $"the hook of {plugin.Name} on {envelope.Type} failed: {cause.Message}",
                    cause.Hint
                )
            );
        }
    }
}
