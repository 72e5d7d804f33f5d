using Speckit.Host.Audit;
using Speckit.Host.Extensions;
using Speckit.Host.Installed;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>Brings journaled events to the hooks of enabled plugins, in order, and to running plugins that subscribed to them. A failing hook
/// stops neither the core nor other hooks.</summary>
public sealed class HookDispatcher : IAsyncDisposable
{
    /// <summary>How many events one invocation delivers: hooks that answer events with events end here.</summary>
    public const int MaxEvents = 1000;

    private readonly HostEnvironment _host;
    private readonly PluginPool _pool;
    private readonly Action<Diagnostic> _onFailure;
    private readonly SubscriptionDelivery _subscriptions;

    /// <summary>Listens to the project's events from now on.</summary>
    /// <param name="host">The project.</param>
    /// <param name="pool">The plugins' processes.</param>
    /// <param name="onFailure">Told of each hook that failed.</param>
    public HookDispatcher(HostEnvironment host, PluginPool pool, Action<Diagnostic> onFailure)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _pool = pool;
        _onFailure = onFailure;
        _subscriptions = new SubscriptionDelivery(host, onFailure);
        host.Events.Published = envelope => _subscriptions.Offer(pool.Running, envelope);
    }

    /// <summary>Delivers what is pending, and what the hooks emit meanwhile.</summary>
    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        ExtensionTable? table = null;
        await _subscriptions.DrainAsync(cancellationToken);
        for (var delivered = 0; _host.Events.TryTake(out var envelope); delivered++)
        {
            table ??= LoadTable();
            if (table is null)
            {
                return;
            }

            if (delivered >= MaxEvents)
            {
                DropPending();
                _onFailure(
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

            await _subscriptions.DrainAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _host.Events.Published = null;
        return _pool.DisposeAsync();
    }

    private void DropPending()
    {
        while (_host.Events.TryTake(out _))
        {
            // The journal has it.
        }
    }

    private ExtensionTable? LoadTable()
    {
        var loaded = InstalledIndex.Load(_host.Project);
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
        var started = await _pool.GetAsync(plugin, path, cancellationToken);
        var invoked = started.TryGet(out var process)
            ? await process.InvokeHookAsync(
                new HookInvokeParams(envelope, hook.Provision.Entrypoint.Member, path),
                hook.Provision.Timeout,
                cancellationToken
            )
            : started.Propagate<Empty>();
        await _host.Audit.AppendAsync(
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
            await _pool.DropAsync(plugin, path);
            var cause = invoked.Diagnostics[0];
            _onFailure(
                HostDiagnostics.HookFailed.Warning(
                    $"the hook of {plugin.Name} on {envelope.Type} failed: {cause.Message}",
                    cause.Hint
                )
            );
        }
    }
}
