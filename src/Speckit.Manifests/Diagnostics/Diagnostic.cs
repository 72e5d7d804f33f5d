namespace Speckit.Manifests.Diagnostics;

/// <summary>One problem, told so that a person knows what, where, why and what to do.</summary>
/// <param name="Descriptor">The kind of problem.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Message">What was found and what was expected. One sentence, may contain untrusted text: escape it for terminals.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="Location">Where it was found.</param>
public sealed record Diagnostic(
    DiagnosticDescriptor Descriptor,
    Severity Severity,
    string Message,
    string? Hint = null,
    SourceLocation? Location = null
)
{
    /// <summary>The stable code, such as <c>SPK1001</c>.</summary>
    public string Code => Descriptor.Code;

    /// <summary>The one-line form: <c>file:line:column: error SPK1001: message (hint)</c>.</summary>
    public override string ToString()
    {
        var place = Location is null ? "" : $"{Location}: ";
        var severity = Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "info",
        };
        var hint = Hint is null ? "" : $" ({Hint})";
        return $"{place}{severity} {Code}: {Message}{hint}";
    }
}
