using System.CommandLine;
using Speckit.Cli.Authoring;
using Speckit.Cli.Interaction;
using Speckit.Cli.Testing;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin test</c>: runs the plugin's own tests and measures what they cover (JP design §12.1).</summary>
internal sealed class TestCommand : SpeckitCommand
{
    private readonly Argument<string> _folder = PluginFolder.CreateArgument();

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Run them again whenever a file changes, until Ctrl-C",
    };

    private readonly Option<string?> _junit = new("--junit")
    {
        Description = "Write the results as JUnit XML, too",
        HelpName = "FILE",
    };

    private readonly Option<bool> _noCoverage = new("--no-coverage") { Description = "Do not measure coverage" };

    private readonly Option<bool> _sandbox = new("--sandbox")
    {
        Description = "Install and enable the built plugin in a throw-away project, and run the tests in its sandbox",
    };

    private readonly Option<int> _timeout = new("--timeout")
    {
        Description = "Seconds after which a run is ended",
        DefaultValueFactory = _ => 600,
        HelpName = "SECONDS",
    };

    internal TestCommand(CliEnvironment environment)
        : base(
            environment,
            "test",
            "Run a plugin's own tests",
            "plugin test",
            "plugin test ./my-plugin --junit results.xml",
            "plugin test --sandbox",
            "plugin test --watch"
        )
    {
        Arguments.Add(_folder);
        Options.Add(_watch);
        Options.Add(_junit);
        Options.Add(_noCoverage);
        Options.Add(_sandbox);
        Options.Add(_timeout);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        if (!context.Parsed.GetValue(_watch))
        {
            return await RunOnceAsync(context, cancellationToken);
        }

        return context.Json
            ? CommandOutcome.Fail(
                CliDiagnostics.Usage.Error("--watch has no end, and --json is one document", "leave one of them out")
            )
            : await WatchAsync(context, cancellationToken);
    }

    private async Task<CommandOutcome> WatchAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var opened = PluginFolder.Open(context, context.Parsed.GetValue(_folder)!);
        if (!opened.TryGet(out var folder))
        {
            return CommandOutcome.Fail(opened);
        }

        var junit = context.Parsed.GetValue(_junit) is { } given ? context.Absolute(given) : null;
        using var watch = new FolderWatch(folder.Path, junit, context.Environment.Time);
        while (true)
        {
            var outcome = await RunOnceAsync(context, cancellationToken);
            foreach (var diagnostic in outcome.WereShown ? [] : outcome.Diagnostics)
            {
                context.ShowWarning(diagnostic);
            }

            context.Terminal.Line(context.Terminal.Dim("Waiting for changes; Ctrl-C ends."));
            var changed = await watch.NextAsync(cancellationToken);
            context.Terminal.Line();
            context.Terminal.Line(context.Terminal.Dim($"{TerminalText.Line(changed)} changed."));
        }
    }

    private async Task<CommandOutcome> RunOnceAsync(CommandContext context, CancellationToken cancellationToken)
    {
        // Read each time: with --watch, the manifest may be what changed.
        var opened = PluginFolder.Open(context, context.Parsed.GetValue(_folder)!);
        if (!opened.TryGet(out var folder))
        {
            return CommandOutcome.Fail(opened);
        }

        context.Terminal.Line($"Running tests for: {folder.Manifest.Name}");
        context.Terminal.Line();
        var started = context.Environment.Time.GetTimestamp();
        using var trial = new OptionalTrial();
        var tested = await TestAsync(context, folder, trial, cancellationToken);
        if (!tested.TryGet(out var run))
        {
            return CommandOutcome.Fail(tested);
        }

        return Report(context, folder, run, trial.Project, context.Environment.Time.GetElapsedTime(started));
    }

    private async Task<Result<TestRun>> TestAsync(
        CommandContext context,
        PluginFolder folder,
        OptionalTrial trial,
        CancellationToken cancellationToken
    )
    {
        var limit = TimeSpan.FromSeconds(Math.Clamp(context.Parsed.GetValue(_timeout), 1, 86_400));
        using var results = new TemporaryDirectory();
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(limit);
        try
        {
            var prepared = await PrepareAsync(context, folder, trial, timed.Token);
            return prepared.Succeeded
                ? await PluginTests.RunAsync(
                    new TestRequest(folder, context.Environment, results.Path, !context.Parsed.GetValue(_noCoverage))
                    {
                        Trial = folder.Manifest.Runtime is null ? null : trial.Project,
                    },
                    timed.Token
                )
                : prepared.Propagate<TestRun>();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CliDiagnostics.TestRunFailed.Error(
                $"the tests of {folder.Manifest.Name} did not end within {limit.TotalSeconds:0} s and were ended",
                "find the test that waits, or give them more time with --timeout"
            );
        }
    }

    private async Task<Result<Unit>> PrepareAsync(
        CommandContext context,
        PluginFolder folder,
        OptionalTrial trial,
        CancellationToken cancellationToken
    )
    {
        if (!context.Parsed.GetValue(_sandbox))
        {
            return new Unit();
        }

        var created = await TrialProject.CreateAsync(folder, context.Environment, cancellationToken);
        if (!created.TryGet(out var project))
        {
            return created.Propagate<Unit>();
        }

        trial.Project = project;
        TestReport.ShowTrial(context.Terminal, folder.Manifest, project);
        return new Unit();
    }

    private CommandOutcome Report(
        CommandContext context,
        PluginFolder folder,
        TestRun run,
        TrialProject? trial,
        TimeSpan time
    )
    {
        TestReport.Show(context.Terminal, run, time);
        var name = folder.Manifest.Name.ToString();
        if (context.Parsed.GetValue(_junit) is { } junit)
        {
            JunitWriter.Write(context.Absolute(junit), name, run);
        }

        var data = TestReport.ToJson(name, run, time);
        data["sandbox"] = trial is null ? null : TestReport.TrialToJson(folder.Manifest, trial);
        return run.Failed == 0
            ? CommandOutcome.Done(data)
            : new CommandOutcome(
                data,
                [CliDiagnostics.TestsFailed.Error($"{run.Failed} of {run.Tests.Length} tests of {name} failed")],
                ExitCodes.Failed
            )
            {
                WereShown = true,
            };
    }

    /// <summary>The project of a run with --sandbox: it goes away with the run.</summary>
    private sealed class OptionalTrial : IDisposable
    {
        internal TrialProject? Project { get; set; }

        public void Dispose() => Project?.Dispose();
    }
}
