using SecurityScanner.Reporting;
using SecurityScanner.Scanning;
using Speckit.Sdk;

namespace SecurityScanner;

/// <summary>Scans the project, or a feature of it; gives 1 when something at or above the threshold was found.</summary>
[Command("jpspec:security-scan", Description = "Find secrets, injections and other weaknesses")]
internal sealed class ScanCommand : Command
{
    [Argument(0, "feature", Required = false, Help = "A path below the project, or a name matched against paths")]
    public string? Feature { get; set; }

    [Option("--severity", Help = "The lowest severity to report")]
    public Severity? Severity { get; set; }

    [Option("--no-tasks", Help = "Create no backlog tasks")]
    public bool NoTasks { get; set; }

    [Option("--max-tasks", Help = "The most backlog tasks to create in one run")]
    public int? MaxTasks { get; set; }

    [Option("--changed", Help = "Scan only the files that changed since the last commit")]
    public bool Changed { get; set; }

    [Option("--include-tests", Help = "Apply every rule to test code too")]
    public bool IncludeTests { get; set; }

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        if (MaxTasks < 0)
        {
            throw new UsageException("--max-tasks must not be negative.");
        }

        if (Changed && Feature is not null)
        {
            throw new UsageException("Give a feature or --changed, not both.");
        }

        var run = new ScanRun(context);
        var options = run.Configured(Severity, IncludeTests) with { Feature = Feature, ChangedOnly = Changed };
        var result = await run.RunAsync(options, !NoTasks, MaxTasks, cancellationToken);
        return CommandResult.From(result, ResultJsonContext.Default.ScanResult, result.FindingsCount > 0 ? 1 : 0);
    }
}
