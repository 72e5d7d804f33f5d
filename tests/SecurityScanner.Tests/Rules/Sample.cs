using SecurityScanner.Lexing;
using SecurityScanner.Scanning;
using Speckit.Protocol.Messages;

namespace SecurityScanner.Tests.Rules;

/// <summary>Scans a text as if it were a file.</summary>
internal static class Sample
{
    public static IReadOnlyList<Finding> Scan(string path, string text) =>
        FileScanner
            .Scan(
                new SourceFile(path, text, FileSelection.LanguageOf(path)!.Value, FileSelection.IsTest(path)),
                includeTests: false
            )
            .Findings;

    /// <summary>The rules that fire, each once, sorted and joined.</summary>
    public static string Rules(string path, string text) =>
        string.Join(' ', Scan(path, text).Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal));

    public static string FileFor(string extension) => $"src/sample.{extension}";

    public static Language[] Languages { get; } = Enum.GetValues<Language>();
}
