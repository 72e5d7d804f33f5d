using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;
using Speckit.Sdk.Hooks;

namespace Speckit.Sdk;

/// <summary>Events (JP design §3.4). Plugins emit under <c>plugin.</c> only.</summary>
public sealed class EventsClient
{
    private readonly HostConnection _host;
    private readonly ConcurrentDictionary<EventSubscription, byte> _subscriptions = new();

    internal EventsClient(HostConnection host) => _host = host;

    /// <summary>Emits an event and gives its id.</summary>
    /// <param name="type">Its name, such as <c>plugin.security.scan.completed</c>.</param>
    /// <param name="payload">What it says.</param>
    /// <param name="payloadType">How the payload is written; it must become a JSON object.</param>
    /// <param name="feature">The feature it is about.</param>
    /// <param name="taskId">The task it is about.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="HostErrorException">The name is not under <c>plugin.</c>.</exception>
    public Task<string> EmitAsync<T>(
        string type,
        T payload,
        JsonTypeInfo<T> payloadType,
        string? feature = null,
        string? taskId = null,
        CancellationToken cancellationToken = default
    )
    {
        var json = JsonSerializer.SerializeToElement(payload, payloadType);
        return EmitAsync(new EmitEventParams(type, json, feature, taskId), cancellationToken);
    }

    /// <summary>Emits an event and gives its id.</summary>
    /// <param name="emitted">The event; its payload must be a JSON object, or null.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="HostErrorException">The name is not under <c>plugin.</c>.</exception>
    public async Task<string> EmitAsync(EmitEventParams emitted, CancellationToken cancellationToken = default)
    {
        var answer = await _host.AskAsync(
            Methods.EventsEmit,
            emitted,
            ProtocolJsonContext.Default.EmitEventParams,
            ProtocolJsonContext.Default.EmitEventResult,
            cancellationToken
        );
        return answer.Id;
    }

    /// <summary>Hears of events while the plugin runs, beside the hooks that the manifest names.</summary>
    /// <param name="pattern">An event's name; <c>*</c> is one segment, <c>**</c> at the end the rest.</param>
    /// <param name="handler">Handles an event. A failure is reported and stops nothing. An event that a hook of the manifest handles, too, comes once for each.</param>
    /// <param name="cancellationToken">Gives the call up, not the subscription.</param>
    /// <returns>The subscription; dispose it to hear no more.</returns>
    public async Task<EventSubscription> SubscribeAsync(
        string pattern,
        Func<EventEnvelope, CancellationToken, Task> handler,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        var subscription = new EventSubscription(pattern, handler, ended => _subscriptions.TryRemove(ended, out _));

        // Before the host is asked: the first event may come together with its answer.
        _subscriptions[subscription] = 0;
        try
        {
            await _host.AskAsync(
                Methods.EventsSubscribe,
                new SubscribeParams([pattern]),
                ProtocolJsonContext.Default.SubscribeParams,
                ProtocolJsonContext.Default.Empty,
                cancellationToken
            );
            return subscription;
        }
        catch
        {
            subscription.Dispose();
            throw;
        }
    }

    /// <summary>The handlers that an event goes to.</summary>
    internal IEnumerable<EventSubscription> SubscribersOf(string type) =>
        _subscriptions.Keys.Where(subscription => EventPattern.Matches(subscription.Pattern, type));
}
