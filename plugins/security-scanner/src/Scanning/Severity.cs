namespace SecurityScanner.Scanning;

/// <summary>How much a finding weighs, from the least.</summary>
internal enum Severity
{
    Low,
    Medium,
    High,
    Critical,
}
