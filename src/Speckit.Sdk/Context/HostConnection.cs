using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;

namespace Speckit.Sdk.Context;

/// <summary>Asks the host, and turns its refusals into exceptions that plugins can tell apart.</summary>
internal sealed class HostConnection(JsonRpcPeer peer)
{
    public async Task<TResult> AskAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await peer.RequestAsync(method, parameters, parameterType, resultType, cancellationToken);
        }
        catch (RpcErrorException e) when (e.Code == RpcErrorCodes.CapabilityDenied)
        {
            throw CapabilityDeniedException.From(e);
        }
    }

    public Task TellAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        CancellationToken cancellationToken
    ) => peer.NotifyAsync(method, parameters, parameterType, cancellationToken);
}
