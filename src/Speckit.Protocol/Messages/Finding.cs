namespace Speckit.Protocol.Messages;

/// <summary>Something a check found: <c>console/finding</c> shows it to the person.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Severity"><c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Description">What is wrong with it.</param>
/// <param name="File">The project-relative path.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 code units, from 1.</param>
/// <param name="Id">An id that stays while the finding does.</param>
/// <param name="Cwe">The weakness, such as <c>CWE-89</c>.</param>
/// <param name="Fix">What to do about it.</param>
/// <param name="Snippet">The line, secrets masked.</param>
public sealed record Finding(
    string Rule,
    string Severity,
    string Title,
    string Description,
    string File,
    int Line,
    int? Column = null,
    string? Id = null,
    string? Cwe = null,
    string? Fix = null,
    string? Snippet = null
);
