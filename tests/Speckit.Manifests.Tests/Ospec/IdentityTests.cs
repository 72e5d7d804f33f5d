using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Ospec;

public sealed class IdentityTests
{
    private const string Nameless = "plugin_type: integration\n";

    [Fact]
    public void Read_PackageManifest_HasEveryKey()
    {
        var result = ManifestReader.Read("plugin.yaml", OspecSamples.Read("package.yaml"));

        result.Diagnostics.ShouldBeEmpty();
        var manifest = result.Value;
        (manifest.Name.ToString(), manifest.Version.ToString()).ShouldBe(("@acme/data-product", "2.1.0"));
        (manifest.Author, manifest.AuthorEmail, manifest.AuthorUrl).ShouldBe(
            ("Data guild", "data@acme.example", "https://acme.example/data")
        );
        (manifest.License, manifest.Description).ShouldBe(("MIT", "Tables that others build on"));
        (manifest.Repository, manifest.Homepage).ShouldBe(
            ("https://github.com/acme/data-product", "https://acme.example/data-product")
        );
        manifest.Keywords.ShouldBe(["data", "tables"]);
        manifest.Runtime.ShouldBe(PluginRuntime.Node);
        manifest.EntryPoints.Main!.ToString().ShouldBe("dist/index.js");
        manifest.EntryPoints.Types!.Path.ShouldBe("dist/index.d.ts");
        manifest.Files.ShouldBe(["dist/**", "README.md"]);
        manifest.DevelopmentDependencies["@types/node"].ShouldBe("^18.0.0");
        manifest.ConfigurationSchemaFile!.Path.ShouldBe("schemas/config.schema.json");
        manifest.ConfigurationDefaults!.ToJsonString().ShouldBe("""{"catalogue":"${CATALOGUE_URL}"}""");
        manifest.Changelog!.Path.ShouldBe("CHANGES.md");
        manifest.Deprecated!.Replacement.ShouldBe("@acme/tables");
        manifest.Provides.OutcomeTypes.ShouldHaveSingleItem().Name.ShouldBe("data-product");
        manifest.Provides.OutcomeTypes[0].Deprecated.ShouldBe(manifest.Deprecated);
    }

    [Fact]
    public void Read_PackageManifest_KnowsWhatItRequires()
    {
        var requires = ManifestReader.Read("p", OspecSamples.Read("package.yaml")).Value.Requires;

        (requires.OspecCore!.Text, requires.Ospec!.Text, requires.Node!.Text).ShouldBe(
            ("^1.0.0", ">=1.0.0", ">=18.0.0")
        );
        requires
            .Plugins.Select(p => $"{p.Name} {p.Range.Text} {p.Optional}")
            .ShouldBe(["@acme/base ~2.0 False", "lineage >=1.0.0 True"]);
        requires.Capabilities.ShouldBe([Capability.FilesystemRead, Capability.Network]);
        requires.CapabilityReasons.ShouldHaveSingleItem().Value.ShouldBe("Reads the catalogue of tables");
    }

    [Theory]
    [InlineData("role: checker\n", "agent", "some folder", "checker")]
    [InlineData("", "integration", "Some Folder", "some-folder")]
    [InlineData("", "integration", "@acme/tools", "@acme/tools")]
    public void Read_NothingNamesIt_RoleOrFolderDo(string rest, string type, string folder, string name)
    {
        var result = ManifestReader.Read(
            "plugin.yaml",
            $"plugin_type: {type}\n{rest}",
            new ManifestReadOptions { FolderName = folder }
        );

        (result.Value.Name.ToString(), result.Value.Version.ToString()).ShouldBe((name, "0.0.0"));
        result.Diagnostics.Select(d => $"{d.Severity} {d.Code}").ShouldBe(["Warning SPK1044", "Warning SPK1044"]);
    }

    [Fact]
    public void Read_FileInFolder_TakesItsName() =>
        ManifestReader.Read("plugins/chat/plugin.yaml", Nameless).Value.Name.ToString().ShouldBe("chat");

    [Theory]
    [InlineData("plugin.yaml", null)]
    [InlineData("plugin.yaml", "Ünfug")]
    [InlineData("", null)]
    public void Read_NothingCanNameIt_IsAnError(string file, string? folder)
    {
        var result = ManifestReader.Read(file, Nameless, new ManifestReadOptions { FolderName = folder });

        result.Diagnostics.Select(d => $"{d.Severity} {d.Code}").ShouldBe(["Error SPK1044", "Warning SPK1044"]);
    }

    [Fact]
    public void Read_ForPublishing_MissingNameAndVersionAreErrors()
    {
        var result = ManifestReader.Read("chat/plugin.yaml", Nameless, ManifestReadOptions.ForPublishing);

        result
            .Diagnostics.Select(d => $"{d.Severity} {d.Message}")
            .ShouldBe(["Error 'name' is missing.", "Error 'version' is missing."]);
    }

    [Theory]
    [InlineData("author: ¦1", "SPK1025")]
    [InlineData("author: {name: a, ¦mail: b}", "SPK1023")]
    [InlineData("¦author: {email: b}", "SPK1024")]
    [InlineData("author: {name: a, url: ¦acme}", "SPK1043")]
    [InlineData("homepage: ¦acme", "SPK1043")]
    [InlineData("keywords: [a, ¦a]", "SPK1040")]
    [InlineData("dependencies: {ospec_core: ¦latest}", "SPK1029")]
    [InlineData("dependencies: {¦Not A Name: '1'}", "SPK1027")]
    [InlineData("dependencies: {¦sample: '1'}", "SPK1042")]
    [InlineData("dependencies: {a: '1'}\nrequires: {plugins: [¦{name: a, version: '1'}]}", "SPK1032")]
    [InlineData("dependencies: ¦[a]", "SPK1025")]
    [InlineData("engines: {¦ruby: '1'}", "SPK1023")]
    [InlineData("engines: {node: ¦18}", "SPK1029")]
    [InlineData("requires: {¦node: '1'}", "SPK1023")]
    [InlineData("requires: {capabilities: [¦shell]}", "SPK1031")]
    [InlineData("dev_dependencies: {a: ¦1}", "SPK1025")]
    [InlineData("files: [¦../x]", "SPK1033")]
    [InlineData("entry_points: {¦start: a.js}", "SPK1023")]
    [InlineData("entry_points: {main: ¦'a.js:b:c'}", "SPK1034")]
    [InlineData("entry_points: {types: ¦/x}", "SPK1033")]
    [InlineData("entry_points: {main: a.py}\nmigrations: [{from: 1.0.0, to: 2.0.0, entrypoint: ¦m.js}]", "SPK1035")]
    [InlineData("configuration_schema: ¦[a]", "SPK1025")]
    [InlineData("configuration: ¦[a]", "SPK1025")]
    [InlineData("ospec_version: ¦2.0.0", "SPK1022")]
    [InlineData("ospec_version: ¦1.0", "SPK1028")]
    [InlineData("¦compatibility: {}", "SPK1023")]
    [InlineData("¦provides: {}", "SPK1023")]
    public void Read_BadKeyOfEveryType_IsOneLocatedProblem(string rest, string code) =>
        Plugins.ShouldPoint("integration", rest, code);

    [Theory]
    [InlineData("guardrail", "did you mean 'guardrails'?")]
    [InlineData("stack-selector", "did you mean 'stack_selector'?")]
    [InlineData("outcome", null)]
    public void Read_UnknownType_SuggestsTheNearest(string type, string? hint)
    {
        var problem = Plugins.Read(type, "rules: []").Diagnostics.ShouldHaveSingleItem();

        (problem.Code, problem.Hint).ShouldBe(("SPK1030", hint));
    }

    [Fact]
    public void Read_ManyMistakes_TellsAllInOneGo()
    {
        var result = Plugins.Read(
            "guardrails",
            "rules: [{id: A b, type: code_analysis, severity: fatal}]\nmetrics: [{}]\nconfigration: {}\nlicense: 1"
        );

        result
            .Diagnostics.Select(d => d.Code)
            .ShouldBe([
                "SPK1024",
                "SPK1024",
                "SPK1027",
                "SPK1030",
                "SPK1024",
                "SPK1024",
                "SPK1024",
                "SPK1023",
                "SPK1025",
            ]);
    }
}
