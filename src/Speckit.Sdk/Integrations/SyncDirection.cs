namespace Speckit.Sdk;

/// <summary>Which way an <see cref="Integration"/> exchanges data.</summary>
public enum SyncDirection
{
    /// <summary>From the project to the other tool.</summary>
    Push,

    /// <summary>From the other tool to the project.</summary>
    Pull,

    /// <summary>Both ways.</summary>
    Both,
}
