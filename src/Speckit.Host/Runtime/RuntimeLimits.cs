namespace Speckit.Host.Runtime;

/// <summary>How long the steps of a plugin's life may take (decisions, 11; protocol: shutdown).</summary>
public sealed record RuntimeLimits
{
    /// <summary>The limits of the design.</summary>
    public static RuntimeLimits Default { get; } = new();

    /// <summary>From start to ready.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A command or a hook.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>After a cancellation, and for each step of the shutdown.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);
}
