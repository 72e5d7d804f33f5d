using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>Something a rule found in a file.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="At">Where it is in the text.</param>
/// <param name="Detail">What is special about this one; null when the rule's words say it all.</param>
internal sealed record RawFinding(Rule Rule, Severity Severity, int At, string? Detail);

/// <summary>A secret, and how many of its first characters may be shown.</summary>
internal readonly record struct Secret(Lexing.TextSpan Span, int Shown);

/// <summary>Collects what rules find in one file.</summary>
internal sealed class FindingSink
{
    /// <summary>A file with more is broken everywhere; the first ones say so.</summary>
    private const int MostFindings = 1000;

    private readonly HashSet<(string Rule, int At)> _seen = [];

    public List<RawFinding> Findings { get; } = [];

    /// <summary>The secrets found: never shown.</summary>
    public List<Secret> Secrets { get; } = [];

    public void Report(Rule rule, int at, string? detail = null, Severity? severity = null)
    {
        if (Findings.Count < MostFindings && _seen.Add((rule.Id, at)))
        {
            Findings.Add(new RawFinding(rule, severity ?? rule.Severity, at, detail));
        }
    }

    /// <summary>Reports a secret, unless one is known at that place.</summary>
    public void ReportSecret(Rule rule, Lexing.TextSpan secret, int shown = 0)
    {
        if (
            Findings.Count >= MostFindings
            || Secrets.Any(known => known.Span.Start < secret.End && secret.Start < known.Span.End)
        )
        {
            return;
        }

        Secrets.Add(new Secret(secret, shown));
        Report(rule, secret.Start);
    }
}
