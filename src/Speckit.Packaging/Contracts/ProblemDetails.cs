using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Contracts;

/// <summary>An error answer (RFC 9457), with the same stable codes as everywhere.</summary>
public sealed record ProblemDetails
{
    /// <summary>The media type of such an answer.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>A URI that names the kind of problem.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of problem in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong this time.</summary>
    public string? Detail { get; init; }

    /// <summary>The request's path.</summary>
    public string? Instance { get; init; }

    /// <summary>The stable code, such as <c>SPK4001</c>.</summary>
    public string? Code { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; init; }

    /// <summary>Each single problem, when there are several or they have places. Null stands for none.</summary>
    public ImmutableArray<ProblemItem>? Errors { get; init; }
}

/// <summary>A <see cref="Diagnostic"/> on the wire.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="File">The file it was found in.</param>
/// <param name="Line">One-based line.</param>
/// <param name="Column">One-based column.</param>
public sealed record ProblemItem(
    string Code,
    string Severity,
    string Message,
    string? Hint = null,
    string? File = null,
    int? Line = null,
    int? Column = null
)
{
    /// <summary>The wire form of a diagnostic.</summary>
    public static ProblemItem From(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        var severity = diagnostic.Severity switch
        {
            Manifests.Diagnostics.Severity.Error => "error",
            Manifests.Diagnostics.Severity.Warning => "warning",
            _ => "info",
        };
        var place = diagnostic.Location;
        return new(
            diagnostic.Code,
            severity,
            diagnostic.Message,
            diagnostic.Hint,
            place?.File,
            place?.Line,
            place?.Column
        );
    }
}
