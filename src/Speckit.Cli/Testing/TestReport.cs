using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;

namespace Speckit.Cli.Testing;

/// <summary>Shows a run as the JP design does (§12.1), and as JSON.</summary>
internal static class TestReport
{
    private const int RuleWidth = 53;

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
            foreach (var line in TerminalText.Lines(message).Split('\n'))
            {
                terminal.Line($"      {line}");
            }
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
