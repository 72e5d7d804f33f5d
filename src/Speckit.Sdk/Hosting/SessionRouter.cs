using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;

namespace Speckit.Sdk.Hosting;

/// <summary>Gives the host's requests to the plugin's code, once it is initialized, and the code's failures to the host.</summary>
internal sealed class SessionRouter(JsonRpcPeer peer)
{
    private PluginContext? _context;

    /// <summary>Whether <c>initialize</c> succeeded.</summary>
    public bool IsInitialized => Volatile.Read(ref _context) is not null;

    /// <summary>The context of the session.</summary>
    /// <exception cref="RpcErrorException">The plugin is not initialized.</exception>
    public PluginContext Context =>
        Volatile.Read(ref _context)
        ?? throw new RpcErrorException(RpcErrorCodes.WrongState, "The plugin is not initialized yet.");

    public void Begin(PluginContext context) => Volatile.Write(ref _context, context);

    /// <summary>Answers a method of an initialized plugin.</summary>
    public void Serve<TParams, TResult>(
        string method,
        JsonTypeInfo<TParams> parameterType,
        JsonTypeInfo<TResult> resultType,
        Func<TParams, PluginContext, CancellationToken, Task<TResult>> answer
    ) =>
        peer.OnRequest(
            method,
            parameterType,
            resultType,
            (parameters, cancellationToken) =>
            {
                var context = Context;
                return GuardAsync(() => answer(parameters, context, cancellationToken));
            }
        );

    /// <summary>Gives the host the code that belongs to an expected failure.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (UsageException e)
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, e.Message);
        }
        catch (HostErrorException e)
        {
            throw e.ToAnswer();
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            // What a constructor threw, without the wrapping of 'new T()'.
            throw new InvalidOperationException(inner.Message, inner);
        }
    }
}
