using SecurityScanner.Reporting;
using SecurityScanner.Scanning;
using Speckit.Sdk;

namespace SecurityScanner;

/// <summary>One scan with all that follows from it: findings shown, tasks created, the event emitted.</summary>
internal sealed class ScanRun(PluginContext context)
{
    public const string CompletedEvent = "plugin.security.scan.completed";
    private const int DefaultMostTasks = 50;

    public async Task<ScanResult> RunAsync(
        ScanOptions options,
        bool createTasks,
        int? mostTasks,
        CancellationToken cancellationToken
    )
    {
        var report = await new ProjectScanner(context, TimeProvider.System).ScanAsync(options, cancellationToken);
        foreach (var finding in report.Findings)
        {
            await context.Console.FindingAsync(finding, cancellationToken);
        }

        var most = mostTasks ?? context.Config.GetInt("max_tasks", DefaultMostTasks);
        var tasks =
            createTasks && context.Config.GetBool("create_tasks", fallback: true)
                ? await new TaskWriter(context).WriteAsync(report.Findings, most, cancellationToken)
                : TaskSummary.None;
        await SummarizeAsync(report, tasks, cancellationToken);
        await EmitAsync(options.Feature, report, tasks, cancellationToken);
        return ToResult(options, report, tasks);
    }

    /// <summary>The options that the configuration decides.</summary>
    public ScanOptions Configured(Severity? threshold, bool includeTests) =>
        new()
        {
            Threshold = threshold ?? context.Config.GetEnum("severity_threshold", Severity.Medium),
            Exclude = context.Config.GetStrings("exclude"),
            IncludeTests = includeTests || context.Config.GetBool("include_tests", fallback: false),
        };

    private Task SummarizeAsync(ScanReport report, TaskSummary tasks, CancellationToken cancellationToken)
    {
        var skipped = report.Skipped.Values.Sum();
        var text = FormattableString.Invariant(
            $"{report.FilesScanned} files scanned, {skipped} skipped: {report.Findings.Count} findings ({report.Count(Severity.Critical)} critical, {report.Count(Severity.High)} high, {report.Count(Severity.Medium)} medium, {report.Count(Severity.Low)} low), {report.Below} below the threshold, {report.Suppressed} ignored; {tasks.Created.Count} backlog tasks created, {tasks.Existing} there already, {tasks.NotCreated} not created."
        );
        return context.Console.WriteAsync(text, cancellationToken);
    }

    private Task<string> EmitAsync(
        string? feature,
        ScanReport report,
        TaskSummary tasks,
        CancellationToken cancellationToken
    ) =>
        context.Events.EmitAsync(
            CompletedEvent,
            new ScanCompleted(
                feature,
                report.Findings.Count,
                report.Count(Severity.Critical),
                report.Count(Severity.High),
                report.Count(Severity.Medium),
                report.Count(Severity.Low),
                tasks.Created.Count
            ),
            ResultJsonContext.Default.ScanCompleted,
            feature,
            cancellationToken: cancellationToken
        );

    private static ScanResult ToResult(ScanOptions options, ScanReport report, TaskSummary tasks) =>
        new(
            options.Feature,
            Name(options.Threshold),
            report.Findings,
            report.Findings.Count,
            new ScanStatistics(
                report.FilesScanned,
                report.Skipped.Values.Sum(),
                report
                    .Skipped.OrderBy(pair => pair.Key)
                    .ToDictionary(pair => Name(pair.Key), pair => pair.Value, StringComparer.Ordinal),
                Enum.GetValues<Severity>().Reverse().ToDictionary(Name, report.Count, StringComparer.Ordinal),
                report.Below,
                report.Suppressed,
                (long)report.Duration.TotalMilliseconds
            ),
            tasks
        );

    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
