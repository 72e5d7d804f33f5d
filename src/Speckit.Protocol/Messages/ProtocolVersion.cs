namespace Speckit.Protocol.Messages;

/// <summary>The version of the host–plugin protocol.</summary>
public static class ProtocolVersion
{
    /// <summary>The version these messages are of.</summary>
    public const int Current = 1;
}
