using Speckit.Protocol.Messages;

namespace SecurityScanner.Scanning;

/// <summary>What a scan found.</summary>
/// <param name="Findings">At or above the threshold: the gravest first, then by path and place.</param>
/// <param name="Below">How many are below the threshold.</param>
/// <param name="Suppressed">How many were silenced by comments.</param>
/// <param name="FilesScanned">How many files were scanned.</param>
/// <param name="Skipped">How many files were not, by reason.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record ScanReport(
    IReadOnlyList<Finding> Findings,
    int Below,
    int Suppressed,
    int FilesScanned,
    IReadOnlyDictionary<SkipReason, int> Skipped,
    TimeSpan Duration
)
{
    /// <summary>How many findings have a severity.</summary>
    public int Count(Severity severity) => Findings.Count(finding => SeverityOf(finding) == severity);

    /// <summary>A finding's severity.</summary>
    public static Severity SeverityOf(Finding finding) => Enum.Parse<Severity>(finding.Severity, ignoreCase: true);
}
