using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;

namespace Speckit.Sdk.Context;

/// <summary>Asks the host, and turns its refusals into exceptions that plugins can tell apart.</summary>
internal abstract class HostConnection
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
            return await SendAsync(method, parameters, parameterType, resultType, cancellationToken);
        }
        catch (RpcErrorException e)
        {
            throw HostErrorException.From(e);
        }
        catch (MessageTooLargeException e)
        {
            throw TooLarge(e);
        }
    }

    public async Task TellAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await NotifyAsync(method, parameters, parameterType, cancellationToken);
        }
        catch (MessageTooLargeException e)
        {
            throw TooLarge(e);
        }
    }

    protected abstract Task NotifyAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        CancellationToken cancellationToken
    );

    protected abstract Task<TResult> SendAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> parameterType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken
    );

    private static HostErrorException TooLarge(MessageTooLargeException e) =>
        HostErrorException.From(new RpcErrorException(RpcErrorCodes.TooLarge, e.Message));
}
