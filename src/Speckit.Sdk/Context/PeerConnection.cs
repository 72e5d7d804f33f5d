using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;

namespace Speckit.Sdk.Context;

/// <summary>The host at the other end of a connection.</summary>
internal sealed class PeerConnection(JsonRpcPeer peer) : HostConnection
{
    protected override Task NotifyAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        CancellationToken cancellationToken
    ) => peer.NotifyAsync(method, parameters, parameterType, cancellationToken);

    protected override Task<TResult> SendAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken
    ) => peer.RequestAsync(method, parameters, parameterType, resultType, cancellationToken);
}
