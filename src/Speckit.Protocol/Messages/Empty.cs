namespace Speckit.Protocol.Messages;

/// <summary>An object without members: parameters or results that say nothing.</summary>
public sealed record Empty
{
    /// <summary>The one there is.</summary>
    public static Empty Instance { get; } = new();
}
