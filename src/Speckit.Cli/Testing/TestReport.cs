using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Testing;

/// <summary>Shows a run as the JP design does (§12.1), and as JSON.</summary>
internal static class TestReport
{
    private const int RuleWidth = 53;
    private const int MostLines = 60;
    private const int MostCharacters = 10_000;

    internal static void Show(Terminal terminal, TestRun run, TimeSpan time)
    {
        foreach (var file in run.Tests.GroupBy(t => t.File, StringComparer.Ordinal))
        {
            terminal.Line(TerminalText.Line(file.Key));
            foreach (var test in file)
            {
                ShowTest(terminal, test);
            }

            terminal.Line();
        }

        terminal.Line(new string('━', RuleWidth));
        terminal.Line($"Results: {run.Passed} passed, {run.Failed} failed, {run.Skipped} skipped");
        if (run.Coverage is { } coverage)
        {
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"Coverage: {Math.Floor(coverage.Percent):0}%"));
        }

        terminal.Line($"Time: {Seconds(time)}");
    }

    /// <summary>What was proved before the tests, and where they run.</summary>
    internal static void ShowTrial(Terminal terminal, PluginManifest manifest, TrialProject trial)
    {
        var granted = manifest.Requires.Capabilities;
        terminal.Line(
            $"In the sandbox (tier {trial.Tier}), with {(granted.IsEmpty ? "no capabilities" : string.Join(", ", granted))}:"
        );
        terminal.Line($"  {terminal.Green("✓")} built, and installed into a throw-away project");
        terminal.Line($"  {terminal.Green("✓")} enabled: every handler was loaded and activated");
        terminal.Line($"  {PlaceOf(manifest).Words}");
        terminal.Line();
    }

    internal static JsonObject TrialToJson(PluginManifest manifest, TrialProject trial) =>
        new()
        {
            ["tier"] = trial.Tier,
            ["capabilities"] = new JsonArray([.. manifest.Requires.Capabilities.Select(c => (JsonNode)c)]),
            ["inside"] = PlaceOf(manifest).Inside,
        };

    private static (string Inside, string Words) PlaceOf(PluginManifest manifest) =>
        manifest.Runtime switch
        {
            PluginRuntime.Python or PluginRuntime.Node => (
                "tests",
                "The tests run inside, with what the plugin is given and no more."
            ),
            null => ("nothing", "It has no code: its tests run outside."),
            _ => (
                "plugin",
                "PluginTestHost starts the built plugin inside; the tests themselves, and MockContext, run outside."
            ),
        };

    internal static JsonObject ToJson(string plugin, TestRun run, TimeSpan time) =>
        new()
        {
            ["plugin"] = plugin,
            ["passed"] = run.Passed,
            ["failed"] = run.Failed,
            ["skipped"] = run.Skipped,
            ["seconds"] = Math.Round(time.TotalSeconds, 3),
            ["coverage"] = run.Coverage is { } coverage ? CoverageToJson(coverage) : null,
            ["tests"] = new JsonArray([.. run.Tests.Select(TestToJson)]),
        };

    private static void ShowTest(Terminal terminal, TestCaseResult test)
    {
        var mark = test.Outcome switch
        {
            TestOutcome.Passed => terminal.Green("✓"),
            TestOutcome.Skipped => terminal.Yellow("-"),
            _ => terminal.Red("✗"),
        };
        terminal.Line($"  {mark} {TerminalText.Line(test.Name)} ({Seconds(test.Time)})");
        if (test is { Outcome: not TestOutcome.Passed, Message: { Length: > 0 } message })
        {
            ShowMessage(terminal, message);
        }
    }

    /// <summary>The JSON document has all of it.</summary>
    private static void ShowMessage(Terminal terminal, string message)
    {
        var start = message.Length > MostCharacters ? message[..MostCharacters] : message;
        var lines = TerminalText.Lines(start).Split('\n');
        foreach (var line in lines.Take(MostLines))
        {
            terminal.Line($"      {line}");
        }

        if (lines.Length > MostLines || start.Length < message.Length)
        {
            terminal.Line(terminal.Dim("      …"));
        }
    }

    private static JsonNode TestToJson(TestCaseResult test) =>
        new JsonObject
        {
            ["file"] = test.File,
            ["name"] = test.Name,
            ["outcome"] = test.Outcome switch
            {
                TestOutcome.Passed => "passed",
                TestOutcome.Skipped => "skipped",
                _ => "failed",
            },
            ["seconds"] = Math.Round(test.Time.TotalSeconds, 3),
            ["message"] = test.Message,
        };

    private static JsonObject CoverageToJson(CodeCoverage coverage) =>
        new()
        {
            ["percent"] = Math.Round(coverage.Percent, 2),
            ["covered"] = coverage.Covered,
            ["total"] = coverage.Total,
            ["files"] = new JsonObject(
                coverage.Files.Select(f =>
                    KeyValuePair.Create(
                        f.Path,
                        (JsonNode?)new JsonObject { ["covered"] = f.Covered, ["total"] = f.Total }
                    )
                )
            ),
        };

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s");
}
