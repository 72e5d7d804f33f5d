using System.Text.Json;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>The host refused a service because the plugin lacks the capability (JP design §8.3).</summary>
public sealed class CapabilityDeniedException : HostErrorException
{
    internal const string UsualHint = "add it to requires.capabilities";

    /// <summary>The host refused a service.</summary>
    public CapabilityDeniedException()
        : this("The host refused: the plugin lacks a capability.") { }

    /// <summary>The host refused a service.</summary>
    public CapabilityDeniedException(string message)
        : base(message) { }

    /// <summary>The host refused a service.</summary>
    public CapabilityDeniedException(string message, Exception? innerException)
        : base(message, innerException) { }

    internal CapabilityDeniedException(RpcErrorException answer)
        : base(answer)
    {
        var denial = Read(answer.ErrorData);
        Capability = denial?.Capability ?? "";
        Plugin = denial?.Plugin ?? "";
        Hint = denial?.Hint ?? "";
    }

    /// <summary>The capability that is lacking, such as <c>backlog.write</c>; empty when the host did not say.</summary>
    public string Capability { get; } = "";

    /// <summary>The plugin that lacks it; empty when the host did not say.</summary>
    public string Plugin { get; } = "";

    /// <summary>What to do about it; empty when the host did not say.</summary>
    public string Hint { get; } = "";

    /// <summary>The refusal of a capability, as the host words it.</summary>
    internal static RpcErrorException Answer(string plugin, string capability) =>
        new(
            RpcErrorCodes.CapabilityDenied,
            $"The plugin '{plugin}' may not do this: it lacks the capability '{capability}'.",
            JsonSerializer.SerializeToElement(
                new CapabilityDenial(capability, plugin, UsualHint),
                ProtocolJsonContext.Default.CapabilityDenial
            )
        );

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
