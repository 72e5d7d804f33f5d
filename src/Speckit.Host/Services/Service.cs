using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;

namespace Speckit.Host.Services;

/// <summary>Something that the host does for plugins (protocol: "Plugin → host").</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Capability">The capability that a plugin needs for it, or null.</param>
/// <param name="TargetOf">What a call is about, for the audit log.</param>
/// <param name="InvokeAsync">Does it.</param>
public sealed record Service(
    string Method,
    string? Capability,
    Func<JsonElement?, string?> TargetOf,
    Func<ServiceContext, JsonElement?, CancellationToken, Task<JsonElement?>> InvokeAsync
)
{
    /// <summary>A service with typed parameters and result.</summary>
    public static Service Create<TParams, TResult>(
        string method,
        string? capability,
        JsonTypeInfo<TParams> parameters,
        JsonTypeInfo<TResult> result,
        Func<ServiceContext, TParams, CancellationToken, Task<TResult>> handler,
        Func<TParams, string?>? target = null
    )
        where TParams : class =>
        new(
            method,
            capability,
            json => target is null ? null : target(Read(json, parameters, method)),
            async (context, json, cancellationToken) =>
            {
                var answer = await handler(context, Read(json, parameters, method), cancellationToken);
                return JsonSerializer.SerializeToElement(answer, result);
            }
        );

    private static TParams Read<TParams>(JsonElement? json, JsonTypeInfo<TParams> type, string method)
        where TParams : class
    {
        try
        {
            return (json is { } given ? given.Deserialize(type) : null)
                ?? throw new RpcErrorException(RpcErrorCodes.InvalidParams, $"{method} needs parameters");
        }
        catch (JsonException e)
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, $"{method}: {e.Message}");
        }
    }
}
