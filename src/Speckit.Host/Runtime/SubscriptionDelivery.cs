using System.Collections.Concurrent;
using System.Threading.Channels;
using Speckit.Host.Audit;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>Brings events to the running processes that subscribed to them, while they run: each process gets its events one after the other, in
/// the order of the journal. A process that fails on one still gets the next; one that has ended gets no more.</summary>
/// <param name="host">The project.</param>
/// <param name="onFailure">Told of each event that could not be delivered.</param>
internal sealed class SubscriptionDelivery(HostEnvironment host, Action<Diagnostic> onFailure)
{
    private readonly ConcurrentDictionary<PluginProcess, Feed> _feeds = new();

    /// <summary>Queues an event for those of these processes that want it.</summary>
    internal void Offer(IEnumerable<PluginProcess> running, EventEnvelope envelope)
    {
        foreach (var process in running.Where(p => p.Wants(envelope)))
        {
            _feeds.GetOrAdd(process, p => new Feed(e => DeliverAsync(p, e))).Add(envelope);
        }
    }

    /// <summary>Done when all that is queued has been delivered, or could not be.</summary>
    internal async Task DrainAsync(CancellationToken cancellationToken)
    {
        foreach (var (process, feed) in _feeds)
        {
            await feed.WhenEmptyAsync().WaitAsync(cancellationToken);
            if (!process.IsOpen)
            {
                _feeds.TryRemove(process, out _);
            }
        }
    }

    private async Task DeliverAsync(PluginProcess process, EventEnvelope envelope)
    {
        if (!process.IsOpen)
        {
            return;
        }

        var invoked = await process.InvokeHookAsync(new HookInvokeParams(envelope), null, CancellationToken.None);
        await host.Audit.AppendAsync(
            new AuditRecord(
                "subscription",
                process.Name,
                invoked.Succeeded ? AuditOutcome.Done : AuditOutcome.Failed,
                envelope.Type
            ),
            CancellationToken.None
        );
        if (!invoked.Succeeded)
        {
            var cause = invoked.Diagnostics[0];
            onFailure(
                HostDiagnostics.HookFailed.Warning(
                    $"{process.Name} failed on {envelope.Type}, which it subscribed to: {cause.Message}",
                    cause.Hint
                )
            );
        }
    }

    /// <summary>The events of one process.</summary>
    private sealed class Feed
    {
        private readonly Channel<EventEnvelope> _events = Channel.CreateUnbounded<EventEnvelope>();
        private readonly Lock _lock = new();
        private readonly Func<EventEnvelope, Task> _deliver;
        private Task _work = Task.CompletedTask;

        internal Feed(Func<EventEnvelope, Task> deliver) => _deliver = deliver;

        internal void Add(EventEnvelope envelope)
        {
            lock (_lock)
            {
                _events.Writer.TryWrite(envelope);
                _work = _work.IsCompleted ? Task.Run(WorkAsync) : _work;
            }
        }

        internal Task WhenEmptyAsync()
        {
            lock (_lock)
            {
                return _work;
            }
        }

        private async Task WorkAsync()
        {
            while (true)
            {
                while (_events.Reader.TryRead(out var envelope))
                {
                    await _deliver(envelope);
                }

                lock (_lock)
                {
                    if (_events.Reader.Count == 0)
                    {
                        // Whoever adds one from now on starts another.
                        _work = Task.CompletedTask;
                        return;
                    }
                }
            }
        }
    }
}
