using SecurityScanner.Scanning;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace SecurityScanner.Reporting;

/// <summary>Keeps one backlog task for each finding, however often a scan runs; a closed task counts too.</summary>
internal sealed class TaskWriter(PluginContext context)
{
    private const string Label = "security";
    private const string IdKey = "finding_id";

    public async Task<TaskSummary> WriteAsync(
        IReadOnlyList<Finding> findings,
        int most,
        CancellationToken cancellationToken
    )
    {
        if (findings.Count == 0)
        {
            return TaskSummary.None;
        }

        var created = new List<string>();
        var existing = 0;
        try
        {
            var known = await KnownAsync(cancellationToken);
            foreach (var finding in findings)
            {
                if (known.Contains(finding.Id!))
                {
                    existing++;
                }
                else if (created.Count < most)
                {
                    created.Add(await CreateAsync(finding, cancellationToken));
                }
            }
        }
        catch (CapabilityDeniedException e)
        {
            await context.Console.WarningAsync($"No backlog tasks were created: {e.Message}", cancellationToken);
        }
        catch (HostErrorException e) when (e.Kind is not (HostErrorKind.Cancelled or HostErrorKind.CapabilityDenied))
        {
            await context.Console.WarningAsync($"Not every backlog task was created: {e.Message}", cancellationToken);
        }

        return new TaskSummary(created, existing, findings.Count - existing - created.Count);
    }

    private async Task<HashSet<string>> KnownAsync(CancellationToken cancellationToken)
    {
        var tasks = await context.Backlog.ListAsync(new BacklogListParams([Label]), cancellationToken);
        return tasks
            .Select(task => task.Metadata?.GetValueOrDefault(IdKey))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
    }

    private async Task<string> CreateAsync(Finding finding, CancellationToken cancellationToken)
    {
        var task = await context.Backlog.CreateAsync(ToTask(finding), cancellationToken);
        await context.Events.EmitAsync(
            "plugin.backlog.task.created",
            new TaskCreated(context.Plugin.Name, task.Id, $"{finding.Rule} in {finding.File}"),
            ResultJsonContext.Default.TaskCreated,
            taskId: task.Id,
            cancellationToken: cancellationToken
        );
        return task.Id;
    }

    private static BacklogCreateParams ToTask(Finding finding)
    {
        var place = FormattableString.Invariant($"{finding.File}:{finding.Line}");
        var description = $"""
            {finding.Description}

            Where: `{place}`
            Weakness: {finding.Cwe}

            ```
            {finding.Snippet?.Replace("```", "'''", StringComparison.Ordinal)}
            ```

            Fix: {finding.Fix}
            """;
        var priority = ScanReport.SeverityOf(finding) switch
        {
            Severity.Low => "low",
            Severity.Medium => "medium",
            _ => "high",
        };
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [IdKey] = finding.Id!,
            ["rule"] = finding.Rule,
            ["severity"] = finding.Severity,
            ["file"] = finding.File,
        };
        return new BacklogCreateParams(
            $"[Security] {finding.Title} in {finding.File}",
            description,
            [Label, finding.Severity],
            Priority: priority,
            Metadata: metadata,
            AcceptanceCriteria: [$"The rule {finding.Rule} no longer finds it at {place}"]
        );
    }
}
