using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Speckit.Protocol;

/// <summary>A method this side answers. Parameters are read on the read loop, before the line's buffer is used again.</summary>
internal abstract class MethodHandler
{
    /// <summary>What absent parameters stand for.</summary>
    protected static ReadOnlySpan<byte> NoParameters => "{}"u8;

    /// <summary>Reads the parameters.</summary>
    /// <param name="method">The method that was asked for.</param>
    /// <param name="parameters">The bytes of the <c>params</c> member; empty when absent.</param>
    /// <exception cref="JsonException">They do not fit.</exception>
    public abstract IncomingCall Bind(string method, ReadOnlySpan<byte> parameters);
}

/// <summary>One call of a handler.</summary>
internal abstract class IncomingCall
{
    public abstract Task InvokeAsync(CancellationToken cancellationToken);

    /// <summary>Writes the result's value; only after <see cref="InvokeAsync"/> completed.</summary>
    public abstract void WriteResult(Utf8JsonWriter writer);
}

/// <summary>A request handler of known types.</summary>
internal sealed class TypedRequestHandler<TParams, TResult>(
    JsonTypeInfo<TParams> parameterType,
    JsonTypeInfo<TResult> resultType,
    Func<TParams, CancellationToken, Task<TResult>> handler
) : MethodHandler
{
    public override IncomingCall Bind(string method, ReadOnlySpan<byte> parameters)
    {
        var value = JsonSerializer.Deserialize(parameters.IsEmpty ? NoParameters : parameters, parameterType);
        return new Call(this, value ?? throw new JsonException("The parameters are null."));
    }

    private sealed class Call(TypedRequestHandler<TParams, TResult> owner, TParams parameters) : IncomingCall
    {
        private TResult? _result;

        public override async Task InvokeAsync(CancellationToken cancellationToken) =>
            _result = await owner.Handler(parameters, cancellationToken);

        public override void WriteResult(Utf8JsonWriter writer) =>
            JsonSerializer.Serialize(writer, _result!, owner.ResultType);
    }

    private Func<TParams, CancellationToken, Task<TResult>> Handler => handler;

    private JsonTypeInfo<TResult> ResultType => resultType;
}

/// <summary>A notification handler of known type; asked for as a request, it answers null.</summary>
internal sealed class TypedNotificationHandler<TParams>(
    JsonTypeInfo<TParams> parameterType,
    Func<TParams, CancellationToken, Task> handler
) : MethodHandler
{
    public override IncomingCall Bind(string method, ReadOnlySpan<byte> parameters)
    {
        var value = JsonSerializer.Deserialize(parameters.IsEmpty ? NoParameters : parameters, parameterType);
        return new Call(handler, value ?? throw new JsonException("The parameters are null."));
    }

    private sealed class Call(Func<TParams, CancellationToken, Task> handler, TParams parameters) : IncomingCall
    {
        public override Task InvokeAsync(CancellationToken cancellationToken) => handler(parameters, cancellationToken);

        public override void WriteResult(Utf8JsonWriter writer) => writer.WriteNullValue();
    }
}

/// <summary>The handler of all methods that have none of their own.</summary>
internal sealed class FallbackHandler(Func<string, JsonElement?, CancellationToken, Task<JsonElement?>> handler)
    : MethodHandler
{
    public override IncomingCall Bind(string method, ReadOnlySpan<byte> parameters)
    {
        if (parameters.IsEmpty)
        {
            return new Call(handler, method, null);
        }

        var reader = new Utf8JsonReader(parameters);
        return new Call(handler, method, JsonElement.ParseValue(ref reader));
    }

    private sealed class Call(
        Func<string, JsonElement?, CancellationToken, Task<JsonElement?>> handler,
        string method,
        JsonElement? parameters
    ) : IncomingCall
    {
        private JsonElement? _result;

        public override async Task InvokeAsync(CancellationToken cancellationToken) =>
            _result = await handler(method, parameters, cancellationToken);

        public override void WriteResult(Utf8JsonWriter writer)
        {
            if (_result is { ValueKind: not JsonValueKind.Undefined } result)
            {
                result.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
