using System.Text.Json;
using Documentation.Pages;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Yaml;

namespace Documentation;

/// <summary>Examples that need no binary: manifests load, JSON parses, C# is compiled code.</summary>
public sealed class ExampleTests
{
    private static readonly string[] Languages =
    [
        "yaml",
        "json",
        "jsonl",
        "csharp",
        "python",
        "typescript",
        "console",
        "text",
        "http",
        "nginx",
        "xml",
    ];

    private static readonly string[] ManifestKeys = ["apiVersion:", "plugin_type:", "ospec_version:"];

    [Fact]
    public void Blocks_Always_NameALanguageThatIsChecked() =>
        Blocks().Where(block => !Languages.Contains(block.Language)).ShouldBeEmpty();

    [Fact]
    public void Blocks_OfManifests_LoadOrFailAsTheySay()
    {
        var manifests = Blocks("yaml")
            .Where(block => ManifestKeys.Any(key => block.Lines[0].StartsWith(key, StringComparison.Ordinal)));
        foreach (var block in manifests)
        {
            var read = ManifestReader.Read("plugin.yaml", block.Text);
            var expected = block.Word("fails") is { } code ? new[] { code } : [];
            read.Diagnostics.Select(d => d.Code).ShouldBe(expected, $"{block}: {Tell(read.Diagnostics)}");
        }
    }

    [Fact]
    public void Blocks_OfOtherYaml_AreYaml()
    {
        foreach (var block in Blocks("yaml"))
        {
            var read = YamlReader.Read(block.ToString(), block.Text);
            read.Succeeded.ShouldBeTrue($"{block}: {Tell(read.Diagnostics)}");
        }
    }

    [Fact]
    public void Blocks_OfJson_Parse()
    {
        foreach (var block in Blocks("json"))
        {
            Should.NotThrow(() => JsonDocument.Parse(block.Text).Dispose(), block.ToString());
        }

        foreach (var block in Blocks("jsonl"))
        {
            foreach (var line in block.Lines)
            {
                Should.NotThrow(() => JsonDocument.Parse(line).Dispose(), block.ToString());
            }
        }
    }

    [Theory]
    [InlineData("csharp", "*.cs")]
    [InlineData("python", "*.py")]
    public void Blocks_OfCode_AreInSourcesThatAreTested(string language, string files)
    {
        string[] folders = ["docs/samples", "tests/Documentation/Samples"];
        var sources = folders
            .SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), files, SearchOption.AllDirectories)
            )
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .Select(path => File.ReadAllText(path).ReplaceLineEndings("\n"))
            .ToArray();
        Blocks(language).ShouldNotBeEmpty();
        foreach (var block in Blocks(language))
        {
            sources.ShouldContain(source => source.Contains(block.Text), $"{block} is in no file of the samples.");
        }
    }

    [Fact]
    public void Blocks_OfTypeScript_AreInCompiledSources()
    {
        var sources = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "docs/samples"), "*.ts", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".d.ts", StringComparison.Ordinal))
            .Select(path => File.ReadAllText(path).ReplaceLineEndings("\n"))
            .ToArray();
        Blocks("typescript").ShouldNotBeEmpty();
        foreach (var block in Blocks("typescript"))
        {
            sources.ShouldContain(source => source.Contains(block.Text), $"{block} is in no file of the samples.");
        }
    }

    [Fact]
    public void Manifest_OfTheSample_IsTheOneOfTheGuide()
    {
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "docs/samples/todo-finder/plugin.yaml"));
        Blocks("yaml").ShouldContain(block => block.Page == "docs/guide/writing-a-plugin.md" && block.Text == sample);
    }

    private static IEnumerable<FencedBlock> Blocks(string? language = null) =>
        Repository.Pages.SelectMany(page => page.Blocks).Where(b => language is null || b.Language == language);

    private static string Tell(IEnumerable<Diagnostic> diagnostics) =>
        string.Join("; ", diagnostics.Select(d => $"{d.Location} {d.Code} {d.Message}"));
}
