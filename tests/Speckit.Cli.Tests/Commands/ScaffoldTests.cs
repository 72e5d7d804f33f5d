using System.Xml.Linq;
using Speckit.Cli.Scaffolding;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

public sealed class ScaffoldTests
{
    public static TheoryData<string, string> All()
    {
        var data = new TheoryData<string, string>();
        foreach (var language in PluginScaffold.Languages)
        {
            foreach (var type in PluginScaffold.TypesOf(language))
            {
                data.Add(language, type);
            }
        }

        return data;
    }

    [Fact]
    public void Templates_EveryLanguage_HasEveryTypeThatHelpNames()
    {
        foreach (var language in PluginScaffold.Languages)
        {
            string.Join(", ", PluginScaffold.TypesOf(language)).ShouldBe(PluginScaffold.Types, language);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Init_EveryTemplate_GivesAValidManifestWithoutPlaceholders(string language, string type)
    {
        using var session = new CliSession();

        var made = await session.RunAsync(
            "plugin",
            "init",
            "@acme/my-plugin.two",
            "--language",
            language,
            "--type",
            type,
            "-o",
            "made",
            "--json"
        );

        made.ShouldExit(0).Data["language"]!.GetValue<string>().ShouldBe(language);
        var folder = Path.Combine(session.Project, "made");
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            text.Replace("${{ vars.SPECKIT_REPOSITORY }}", "", StringComparison.Ordinal).ShouldNotContain("{{");
            file.ShouldNotContain("{{");
            text.ShouldNotContain('\r');
        }

        File.Exists(Path.Combine(folder, "README.md")).ShouldBeTrue();
        File.Exists(Path.Combine(folder, "LICENSE")).ShouldBeTrue();
        File.Exists(Path.Combine(folder, ".github", "workflows", "plugin.yml")).ShouldBeTrue();
        var validated = await session.RunAsync("plugin", "validate", "made", "--json");
        validated.ShouldExit(0).Codes.ShouldAllBe(code => code == "SPK1050", "only what the build makes is missing");
    }

    [Theory]
    [InlineData("csharp", "nonsense", "SPK9001")]
    [InlineData("cobol", "command", "SPK9001")]
    public async Task Init_UnknownTemplate_SaysWhatThereIs(string language, string type, string code)
    {
        using var session = new CliSession();

        var run = await session.RunAsync("plugin", "init", "p", "--language", language, "--type", type, "--json");

        run.ShouldExit(2).Codes.ShouldBe([code]);
        run.All.ShouldContain(language == "cobol" ? "python" : "workflow");
        Directory.Exists(Path.Combine(session.Project, "p")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("task", "TaskPlugin")]
    [InlineData("cancellation-token", "CancellationTokenPlugin")]
    [InlineData("system", "SystemPlugin")]
    [InlineData("list", "ListPlugin")]
    [InlineData("3d-view", "Plugin3dView")]
    [InlineData("todo-finder", "TodoFinder")]
    public async Task Init_NameOfAType_GetsANamespaceThatHidesNothing(string name, string expected)
    {
        using var session = new CliSession();

        (await session.RunAsync("plugin", "init", name, "-o", "made")).ShouldExit(0);

        File.Exists(Path.Combine(session.Project, "made", "src", expected + ".csproj")).ShouldBeTrue();
    }

    [Fact]
    public void CSharpTemplate_TestPackages_AreThoseThatComeWithSpeckit()
    {
        var root = Directory.GetParent(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
        {
            root = root.Parent;
        }

        var ours = XDocument
            .Load(Path.Combine(root!.FullName, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(p => (string)p.Attribute("Include")!, p => (string)p.Attribute("Version")!);
        var shipped = XDocument
            .Load(Path.Combine(root.FullName, "eng", "plugin-tests", "PluginTests.csproj"))
            .Descendants("PackageReference")
            .Select(p => (string)p.Attribute("Include")!)
            .ToArray();

        var template = TemplateFiles
            .Below("csharp/base/")
            .Single(t => t.Path.EndsWith(".Tests.csproj", StringComparison.Ordinal));

        foreach (var package in XDocument.Parse(template.Text).Descendants("PackageReference"))
        {
            var name = (string)package.Attribute("Include")!;
            ((string)package.Attribute("Version")!).ShouldBe(ours[name], name);
            shipped.ShouldContain(name);
        }
    }
}
