namespace Speckit.Protocol.Messages;

/// <summary>The data of a <see cref="RpcErrorCodes.CapabilityDenied"/> error.</summary>
/// <param name="Capability">The capability that is lacking.</param>
/// <param name="Plugin">The plugin that lacks it.</param>
/// <param name="Hint">What to do about it.</param>
public sealed record CapabilityDenial(string Capability, string Plugin, string Hint);
