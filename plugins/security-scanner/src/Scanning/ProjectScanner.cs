using System.Collections.Concurrent;
using Speckit.Sdk;

namespace SecurityScanner.Scanning;

/// <summary>Scans a project's files through the host: bounded reads in parallel.</summary>
internal sealed class ProjectScanner(PluginContext context, TimeProvider time)
{
    private const int ParallelReads = 8;
    private const int FilesBetweenProgress = 200;

    private readonly ConcurrentDictionary<SkipReason, int> _skipped = new();
    private readonly ConcurrentBag<FileResult> _results = [];
    private int _done;

    public async Task<ScanReport> ScanAsync(ScanOptions options, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var files = Select(await ListAsync(options, cancellationToken), options);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = ParallelReads,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            files,
            parallel,
            async (path, ct) =>
            {
                await ScanFileAsync(path, options, ct);
                var done = Interlocked.Increment(ref _done);
                if (done % FilesBetweenProgress == 0)
                {
                    await context.Progress.ReportAsync("Scanning", (double)done / files.Count, ct);
                }
            }
        );
        return Report(options.Threshold, time.GetElapsedTime(started));
    }

    private async Task<IReadOnlyList<string>> ListAsync(ScanOptions options, CancellationToken cancellationToken)
    {
        if (!options.ChangedOnly)
        {
            return await GlobAsync(options, cancellationToken);
        }

        // The exclusions are the host's to understand: what it lists and what changed, both.
        var changed = await context.Project.ChangedFilesAsync(cancellationToken: cancellationToken);
        var known = await GlobAsync(options, cancellationToken);
        return [.. known.Intersect(changed, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<string>> GlobAsync(ScanOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Project.GlobAsync(FileSelection.Patterns, options.Exclude, cancellationToken);
        }
        catch (HostErrorException e) when (e.Kind == HostErrorKind.TooLarge)
        {
            // Hundreds of thousands of vendored files: leave them out of the list, uncounted.
            IReadOnlyList<string> exclude = [.. options.Exclude, .. FileSelection.VendoredPatterns];
            return await context.Project.GlobAsync(FileSelection.Patterns, exclude, cancellationToken);
        }
    }

    private IReadOnlyList<string> Select(IReadOnlyList<string> files, ScanOptions options)
    {
        var selected = new List<string>(files.Count);
        foreach (var file in files.Where(file => FileSelection.LanguageOf(file) is not null))
        {
            if (FileSelection.SkipByPath(file) is { } reason)
            {
                Skip(reason);
            }
            else
            {
                selected.Add(file);
            }
        }

        if (options.Artifacts.Count > 0)
        {
            return FeatureFilter.Below(selected, options.Artifacts);
        }

        return options.ChangedOnly ? selected : FeatureFilter.Apply(selected, options.Feature);
    }

    private async Task ScanFileAsync(string path, ScanOptions options, CancellationToken cancellationToken)
    {
        string? text;
        try
        {
            text = await context.Project.ReadTextAsync(path, cancellationToken);
        }
        catch (HostErrorException e) when (e.Kind is not (HostErrorKind.Cancelled or HostErrorKind.CapabilityDenied))
        {
            Skip(e.Kind == HostErrorKind.TooLarge ? SkipReason.TooLarge : SkipReason.Unreadable);
            await context.Log.WarningAsync($"{path} was not scanned: {e.Message}", cancellationToken);
            return;
        }

        var reason = text is null ? SkipReason.Binary : FileSelection.SkipByText(text);
        if (reason is { } skip)
        {
            Skip(skip);
            return;
        }

        var file = new SourceFile(path, text!, FileSelection.LanguageOf(path)!.Value, FileSelection.IsTest(path));
        _results.Add(FileScanner.Scan(file, options.IncludeTests));
    }

    private ScanReport Report(Severity threshold, TimeSpan duration)
    {
        var all = _results.SelectMany(result => result.Findings).ToList();
        var reported = all.Where(finding => ScanReport.SeverityOf(finding) >= threshold)
            .OrderByDescending(ScanReport.SeverityOf)
            .ThenBy(finding => finding.File, StringComparer.Ordinal)
            .ThenBy(finding => finding.Line)
            .ThenBy(finding => finding.Column)
            .ToList();
        return new ScanReport(
            reported,
            all.Count - reported.Count,
            _results.Sum(result => result.Suppressed),
            _results.Count,
            _skipped,
            duration
        );
    }

    private void Skip(SkipReason reason) => _skipped.AddOrUpdate(reason, 1, (_, count) => count + 1);
}
