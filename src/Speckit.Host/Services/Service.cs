using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

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
    Func<ServiceContext, JsonElement?, CancellationToken, Task<ServiceAnswer>> InvokeAsync
)
{
    /// <summary>Whether what came of a call is a line of the audit log, too: it changes something, or reaches out of the project.</summary>
    public bool AuditsOutcome { get; private init; }

    /// <summary>A service with typed parameters and result.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="capability">The capability that a plugin needs for it, or null.</param>
    /// <param name="parameters">The form of its parameters; asked for at the first call, since to prepare a form takes a while.</param>
    /// <param name="result">The form of its result; asked for likewise.</param>
    /// <param name="handler">Does it.</param>
    /// <param name="target">What a call is about, for the audit log.</param>
    /// <param name="outcome">What came of it, for the audit log; null where that a call was allowed says enough.</param>
    public static Service Create<TParams, TResult>(
        string method,
        string? capability,
        Func<ProtocolJsonContext, JsonTypeInfo<TParams>> parameters,
        Func<ProtocolJsonContext, JsonTypeInfo<TResult>> result,
        Func<ServiceContext, TParams, CancellationToken, Task<TResult>> handler,
        Func<TParams, string?>? target = null,
        Func<TParams, TResult, string?>? outcome = null
    )
        where TParams : class =>
        new(
            method,
            capability,
            json => target is null ? null : target(Read(json, parameters, method)),
            async (context, json, cancellationToken) =>
            {
                var asked = Read(json, parameters, method);
                var answer = await handler(context, asked, cancellationToken);
                return new ServiceAnswer(
                    JsonSerializer.SerializeToElement(answer, result(ProtocolJsonContext.Default)),
                    outcome?.Invoke(asked, answer)
                );
            }
        )
        {
            AuditsOutcome = outcome is not null,
        };

    private static TParams Read<TParams>(
        JsonElement? json,
        Func<ProtocolJsonContext, JsonTypeInfo<TParams>> type,
        string method
    )
        where TParams : class
    {
        try
        {
            return (json is { } given ? given.Deserialize(type(ProtocolJsonContext.Default)) : null)
                ?? throw new RpcErrorException(RpcErrorCodes.InvalidParams, $"{method} needs parameters");
        }
        catch (JsonException e)
        {
            throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                e.Path is null or "$"
                    ? $"{method}: the parameters are not what the protocol says: {e.Message}"
                    : $"{method}: {e.Path} is not what the protocol says: it is missing, or of another kind"
            );
        }
        catch (InvalidOperationException e)
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, $"{method}: {e.Message}");
        }
    }
}

/// <summary>The answer to a call.</summary>
/// <param name="Result">What the plugin gets.</param>
/// <param name="Outcome">What the audit log says of it, or null.</param>
public sealed record ServiceAnswer(JsonElement? Result, string? Outcome = null);
