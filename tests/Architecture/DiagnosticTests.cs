using System.Text.RegularExpressions;
using Architecture.Support;

namespace Architecture;

/// <summary>Codes are unique, well formed, documented, and every code in the source is one of them.</summary>
public sealed partial class DiagnosticTests
{
    [Fact]
    public void Codes_OfAllAssemblies_AreWellFormed()
    {
        DiagnosticCatalog.All.Count.ShouldBeGreaterThan(50);
        foreach (var (descriptor, member) in DiagnosticCatalog.All)
        {
            WholeCode().IsMatch(descriptor.Code).ShouldBeTrue($"{member}: {descriptor.Code}");
            Enum.IsDefined(descriptor.Kind).ShouldBeTrue(member);
            descriptor.Title.ShouldNotBeNullOrWhiteSpace(member);
            descriptor.Title.EndsWith('.').ShouldBeFalse(member);
        }
    }

    [Fact]
    public void Codes_OfAllAssemblies_AreUnique() =>
        DiagnosticCatalog
            .All.GroupBy(d => d.Descriptor.Code)
            .Where(sameCode => sameCode.Count() > 1)
            .Select(sameCode => $"{sameCode.Key}: {string.Join(", ", sameCode.Select(d => d.Member))}")
            .ShouldBeEmpty();

    [Fact]
    public void Codes_WrittenInTheSource_AreDeclared()
    {
        var declared = DiagnosticCatalog.All.Select(d => d.Descriptor.Code).ToHashSet(StringComparer.Ordinal);
        var unknown = Repository
            .SourceFiles()
            .SelectMany(path =>
                CodeLiteral()
                    .Matches(File.ReadAllText(path))
                    .Select(m => m.Groups["code"].Value)
                    .Where(code => !declared.Contains(code))
                    .Select(code => $"{code} in {Path.GetRelativePath(Repository.Root, path)}")
            );

        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void Reference_OfDiagnostics_IsWhatTheSourceSays()
    {
        var path = Path.Combine(Repository.Root, "docs", "reference", "diagnostics.md");
        var expected = DiagnosticCatalog.ToMarkdown();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        File.Exists(path).ShouldBeTrue($"{path} is missing: UPDATE_DOCS=1 writes it");
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(expected, "UPDATE_DOCS=1 writes it anew");
        foreach (var (descriptor, _) in DiagnosticCatalog.All)
        {
            expected.ShouldContain($"| `{descriptor.Code}` |");
        }
    }

    [GeneratedRegex(@"\ASPK[0-9]{4}\z", RegexOptions.NonBacktracking)]
    private static partial Regex WholeCode();

    [GeneratedRegex("\"(?<code>SPK[0-9]{4})\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeLiteral();
}
