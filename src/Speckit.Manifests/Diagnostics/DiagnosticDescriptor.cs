namespace Speckit.Manifests.Diagnostics;

/// <summary>A kind of problem. Codes are stable, documented in <c>docs/reference/diagnostics.md</c> and never reused.</summary>
/// <param name="Code">The stable code, <c>SPK</c> and four digits.</param>
/// <param name="Kind">What the problem means for the exit code.</param>
/// <param name="Title">A short name of the problem, without particulars.</param>
public sealed record DiagnosticDescriptor(string Code, FailureKind Kind, string Title)
{
    /// <summary>An error of this kind.</summary>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="hint">What to do about it.</param>
    /// <param name="location">Where it was found.</param>
    public Diagnostic Error(string message, string? hint = null, SourceLocation? location = null) =>
        new(this, Severity.Error, message, hint, location);

    /// <summary>A warning of this kind.</summary>
    /// <inheritdoc cref="Error"/>
    public Diagnostic Warning(string message, string? hint = null, SourceLocation? location = null) =>
        new(this, Severity.Warning, message, hint, location);
}
