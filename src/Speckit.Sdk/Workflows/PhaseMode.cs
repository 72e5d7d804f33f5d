namespace Speckit.Sdk;

/// <summary>When a <see cref="WorkflowPhase"/> runs, as <c>mode</c> in the manifest.</summary>
public enum PhaseMode
{
    /// <summary>Before the phase.</summary>
    Before,

    /// <summary>After the phase.</summary>
    After,

    /// <summary>Before and after the phase.</summary>
    Wrap,

    /// <summary>In place of the phase.</summary>
    Replace,
}
