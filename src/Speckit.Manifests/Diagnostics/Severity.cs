namespace Speckit.Manifests.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> weighs.</summary>
public enum Severity
{
    /// <summary>The operation cannot go on.</summary>
    Error,

    /// <summary>The operation goes on; somebody should look.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Info,
}
