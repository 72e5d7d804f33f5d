using System.Collections.Immutable;
using System.Text.Json;

namespace Speckit.Cli.Testing;

/// <summary>The results that the SDKs' test runners write:
/// <c>{"tests": [{file, name, outcome, seconds, message?}], "coverage"?: {"files": {path: {covered, total}}}}</c>.</summary>
internal static class ResultsDocument
{
    private const int MostLines = 10_000_000;

    /// <summary>Reads one document.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A value has another type.</exception>
    /// <exception cref="FormatException">A number or an outcome is none.</exception>
    /// <exception cref="KeyNotFoundException">Something is missing.</exception>
    internal static TestRun Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new TestRun(
            [.. root.GetProperty("tests").EnumerateArray().Select(ReadTest)],
            root.TryGetProperty("coverage", out var coverage) && coverage.ValueKind == JsonValueKind.Object
                ? ReadCoverage(coverage)
                : null
        );
    }

    private static TestCaseResult ReadTest(JsonElement test) =>
        new(
            test.GetProperty("file").GetString() ?? "",
            test.GetProperty("name").GetString() ?? "",
            test.GetProperty("outcome").GetString() switch
            {
                "passed" => TestOutcome.Passed,
                "failed" => TestOutcome.Failed,
                "skipped" => TestOutcome.Skipped,
                var other => throw new FormatException($"'{other}' is no outcome of a test"),
            },
            TimeSpan.FromSeconds(Math.Clamp(test.GetProperty("seconds").GetDouble(), 0, 1e6)),
            test.TryGetProperty("message", out var message) ? message.GetString() : null
        );

    private static CodeCoverage ReadCoverage(JsonElement coverage)
    {
        var files = coverage
            .GetProperty("files")
            .EnumerateObject()
            .Select(f => new FileCoverage(f.Name, Lines(f.Value, "covered"), Lines(f.Value, "total")))
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ToImmutableArray();
        return CodeCoverage.Of(files);
    }

    private static int Lines(JsonElement file, string name) =>
        file.GetProperty(name).GetInt32() is >= 0 and <= MostLines and var lines
            ? lines
            : throw new FormatException($"no file has so many lines {name}");
}
