using System.Text.Json;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>The host refused a service because the plugin lacks the capability (JP design §8.3).</summary>
public sealed class CapabilityDeniedException : Exception
{
    /// <summary>The host refused a service.</summary>
    public CapabilityDeniedException()
        : this("The host refused: the plugin lacks a capability.") { }

    /// <summary>The host refused a service.</summary>
    public CapabilityDeniedException(string message)
        : base(message) { }

    /// <summary>The host refused a service.</summary>
    public CapabilityDeniedException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>The capability that is lacking, such as <c>backlog.write</c>; empty when the host did not say.</summary>
    public string Capability { get; private init; } = "";

    /// <summary>The plugin that lacks it; empty when the host did not say.</summary>
    public string Plugin { get; private init; } = "";

    /// <summary>What to do about it; empty when the host did not say.</summary>
    public string Hint { get; private init; } = "";

    internal static CapabilityDeniedException From(RpcErrorException error)
    {
        var denial = Read(error.ErrorData);
        return new CapabilityDeniedException(error.Message, error)
        {
            Capability = denial?.Capability ?? "",
            Plugin = denial?.Plugin ?? "",
            Hint = denial?.Hint ?? "",
        };
    }

    private static CapabilityDenial? Read(JsonElement? data)
    {
        if (data is not { ValueKind: JsonValueKind.Object } element)
        {
            return null;
        }

        try
        {
            return element.Deserialize(ProtocolJsonContext.Default.CapabilityDenial);
        }
        catch (JsonException)
        {
            // The refusal stands without its details.
            return null;
        }
    }
}
