using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Speckit.Cli.Testing;

/// <summary>Reads Visual Studio test results (TRX, namespace <c>http://microsoft.com/schemas/VisualStudio/TeamTest/2010</c>).</summary>
internal static class TrxReader
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Reads one document.</summary>
    /// <exception cref="XmlException">It is not XML, or has entities of its own.</exception>
    internal static ImmutableArray<TestCaseResult> Read(string text)
    {
        var root = ResultXml.Load(text, DtdProcessing.Prohibit);
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var test in root.Descendants(Trx + "UnitTest"))
        {
            var id = (string?)test.Attribute("id") ?? "";
            classes[id] = (string?)test.Element(Trx + "TestMethod")?.Attribute("className") ?? "";
        }

        return
        [
            .. root.Descendants(Trx + "UnitTestResult")
                .Select(r => ReadResult(r, classes.GetValueOrDefault((string?)r.Attribute("testId") ?? "", "")))
                .OrderBy(t => t.File, StringComparer.Ordinal)
                .ThenBy(t => t.Name, StringComparer.Ordinal),
        ];
    }

    private static TestCaseResult ReadResult(XElement result, string type)
    {
        var name = (string?)result.Attribute("testName") ?? "";
        return new TestCaseResult(
            type[(type.LastIndexOf('.') + 1)..],
            name.StartsWith(type + ".", StringComparison.Ordinal) ? name[(type.Length + 1)..] : name,
            (string?)result.Attribute("outcome") switch
            {
                "Passed" => TestOutcome.Passed,
                "NotExecuted" => TestOutcome.Skipped,
                _ => TestOutcome.Failed,
            },
            TimeSpan.TryParse((string?)result.Attribute("duration"), CultureInfo.InvariantCulture, out var time)
            && time >= TimeSpan.Zero
                ? time
                : TimeSpan.Zero,
            MessageOf(result)
        );
    }

    private static string? MessageOf(XElement result)
    {
        var error = result.Descendants(Trx + "ErrorInfo").FirstOrDefault();
        var message = (string?)error?.Element(Trx + "Message");
        var trace = (string?)error?.Element(Trx + "StackTrace");
        return message is null ? null : (message.Trim() + "\n" + trace?.TrimEnd()).TrimEnd();
    }
}
