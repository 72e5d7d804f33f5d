using System.Text.Json;
using Speckit.Protocol;

namespace Speckit.Sdk;

/// <summary>A limit of the plugin's run is reached: the number of calls, bytes or seconds that the host allows.</summary>
public sealed class LimitReachedException : HostErrorException
{
    /// <summary>A limit is reached.</summary>
    public LimitReachedException()
        : this("A limit of the plugin's run is reached.") { }

    /// <summary>A limit is reached.</summary>
    public LimitReachedException(string message)
        : base(message) { }

    /// <summary>A limit is reached.</summary>
    public LimitReachedException(string message, Exception? innerException)
        : base(message, innerException) { }

    internal LimitReachedException(RpcErrorException answer)
        : base(answer)
    {
        if (answer.ErrorData is { ValueKind: JsonValueKind.Object } data)
        {
            Limit = Member(data, "limit", JsonValueKind.String)?.GetString() ?? "";
            Value =
                Member(data, "value", JsonValueKind.Number) is { } value && value.TryGetInt64(out var most)
                    ? most
                    : null;
        }
    }

    /// <summary>Which limit; empty when the host did not say.</summary>
    public string Limit { get; } = "";

    /// <summary>Its value; null when the host did not say.</summary>
    public long? Value { get; }

    private static JsonElement? Member(JsonElement data, string name, JsonValueKind kind) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
