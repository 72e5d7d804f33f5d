using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>Events (JP design §3.4). Plugins emit under <c>plugin.</c> only.</summary>
public sealed class EventsClient
{
    private readonly HostConnection _host;

    internal EventsClient(HostConnection host) => _host = host;

    /// <summary>Emits an event and gives its id.</summary>
    /// <param name="type">Its name, such as <c>plugin.security.scan.completed</c>.</param>
    /// <param name="payload">What it says.</param>
    /// <param name="payloadType">How the payload is written; it must become a JSON object.</param>
    /// <param name="feature">The feature it is about.</param>
    /// <param name="taskId">The task it is about.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="RpcErrorException">The name is not under <c>plugin.</c>.</exception>
    public async Task<string> EmitAsync<T>(
        string type,
        T payload,
        JsonTypeInfo<T> payloadType,
        string? feature = null,
        string? taskId = null,
        CancellationToken cancellationToken = default
    )
    {
        var json = JsonSerializer.SerializeToElement(payload, payloadType);
        var emitted = await _host.AskAsync(
            Methods.EventsEmit,
            new EmitEventParams(type, json, feature, taskId),
            ProtocolJsonContext.Default.EmitEventParams,
            ProtocolJsonContext.Default.EmitEventResult,
            cancellationToken
        );
        return emitted.Id;
    }

    /// <summary>Asks for more events while the plugin runs; hooks whose pattern matches get them.</summary>
    public Task SubscribeAsync(IReadOnlyList<string> patterns, CancellationToken cancellationToken = default) =>
        _host.AskAsync(
            Methods.EventsSubscribe,
            new SubscribeParams(patterns),
            ProtocolJsonContext.Default.SubscribeParams,
            ProtocolJsonContext.Default.Empty,
            cancellationToken
        );
}
