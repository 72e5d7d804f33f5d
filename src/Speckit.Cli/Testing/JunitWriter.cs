using System.Globalization;
using System.Xml.Linq;
using Speckit.Packaging.Files;

namespace Speckit.Cli.Testing;

/// <summary>Writes results in the JUnit XML format that build servers read.</summary>
internal static class JunitWriter
{
    internal static void Write(string path, string plugin, TestRun run)
    {
        using var stream = new MemoryStream();
        Document(plugin, run).Save(stream);
        AtomicFile.Write(path, stream.ToArray());
    }

    private static XDocument Document(string plugin, TestRun run) =>
        new(
            new XElement(
                "testsuites",
                new XAttribute("name", plugin),
                run.Tests.GroupBy(t => t.File, StringComparer.Ordinal).Select(Suite)
            )
        );

    private static XElement Suite(IGrouping<string, TestCaseResult> file) =>
        new(
            "testsuite",
            new XAttribute("name", Clean(file.Key)),
            new XAttribute("tests", file.Count()),
            new XAttribute("failures", file.Count(t => t.Outcome == TestOutcome.Failed)),
            new XAttribute("skipped", file.Count(t => t.Outcome == TestOutcome.Skipped)),
            new XAttribute("time", Seconds(file.Sum(t => t.Time.TotalSeconds))),
            file.Select(Case)
        );

    private static XElement Case(TestCaseResult test)
    {
        var element = new XElement(
            "testcase",
            new XAttribute("classname", Clean(test.File)),
            new XAttribute("name", Clean(test.Name)),
            new XAttribute("time", Seconds(test.Time.TotalSeconds))
        );
        if (test.Outcome != TestOutcome.Passed)
        {
            var message = Clean(test.Message ?? "");
            element.Add(
                new XElement(
                    test.Outcome == TestOutcome.Failed ? "failure" : "skipped",
                    new XAttribute("message", message.Split('\n')[0]),
                    message
                )
            );
        }

        return element;
    }

    private static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 has no place for most control characters, not even escaped.</summary>
    private static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Where(r => r.Value is '\n' or '\t' or >= ' ' and not (0xFFFE or 0xFFFF)));
}
