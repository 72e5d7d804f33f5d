using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;

namespace Speckit.Sdk.Testing;

/// <summary>One method of the test host.</summary>
internal abstract class TestService(string method)
{
    public string Method => method;

    public abstract void Register(JsonRpcPeer peer);
}

/// <summary>A method of known types.</summary>
internal sealed class TestService<TParams, TResult>(
    string method,
    JsonTypeInfo<TParams> parameterType,
    JsonTypeInfo<TResult> resultType,
    Func<TParams, TResult> answer
) : TestService(method)
{
    public override void Register(JsonRpcPeer peer) =>
        peer.OnRequest(Method, parameterType, resultType, (parameters, _) => Task.FromResult(answer(parameters)));

    /// <summary>The answer without a connection; both go through JSON all the same, as they would with one.</summary>
    public TResult Answer(TParams parameters)
    {
        var received = JsonSerializer.SerializeToUtf8Bytes(parameters, parameterType);
        var answered = answer(JsonSerializer.Deserialize(received, parameterType)!);
        return JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(answered, resultType), resultType)!;
    }
}
