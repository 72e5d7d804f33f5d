namespace SecurityScanner.Scanning;

/// <summary>What a scan looks at, and what it reports.</summary>
internal sealed record ScanOptions
{
    /// <summary>A path below the project, or a name matched against paths; null for the whole project.</summary>
    public string? Feature { get; init; }

    /// <summary>The lowest severity that is reported.</summary>
    public Severity Threshold { get; init; } = Severity.Medium;

    /// <summary>Patterns of paths to leave out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Whether every rule applies to test code.</summary>
    public bool IncludeTests { get; init; }

    /// <summary>Paths a workflow phase made; only files below them are scanned, unless there are none.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>Whether only changed files are scanned.</summary>
    public bool ChangedOnly { get; init; }
}
