using System.Text;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Tests.Reading;

public sealed class ManifestReaderTests
{
    [Fact]
    public void Read_DesignsExample_LoadsWithoutDiagnostics()
    {
        var result = ManifestReader.Read(Sample.FileName, Sample.Text);

        result.Diagnostics.ShouldBeEmpty();
        var manifest = result.Value;
        manifest.Dialect.ShouldBe(ManifestDialect.Speckit);
        manifest.Name.ShouldBe(PluginName.Parse("security-scanner"));
        manifest.Version.ShouldBe(SemanticVersion.Parse("1.2.0"));
        manifest.Author.ShouldBe("security-team");
        manifest.License.ShouldBe("MIT");
        manifest.Repository.ShouldBe("https://github.com/example/security-scanner-plugin");
        manifest.Description.ShouldBe("Adds security scanning to the jpspec workflow");
        manifest.Keywords.ShouldBe(["security", "scanning", "sast", "dast"]);
        manifest.Runtime.ShouldBe(PluginRuntime.Python);
        manifest.Signatures.ShouldBe(
            new ManifestSignatures(
                "sha256:abc123...",
                "sha256:def456...",
                "security-team@example.com",
                "2025-12-06T00:00:00Z"
            )
        );
        manifest
            .ConfigurationSchema.ShouldNotBeNull()
            .ToJsonString()
            .ShouldBe(
                """{"type":"object","properties":{"severity_threshold":{"type":"string","enum":["low","medium","high","critical"]},"scan_dependencies":{"type":"boolean"}}}"""
            );
        manifest
            .ConfigurationDefaults.ShouldNotBeNull()
            .ToJsonString()
            .ShouldBe("""{"severity_threshold":"medium","scan_dependencies":true}""");
    }

    [Fact]
    public void Read_DesignsExample_KnowsWhatItProvides()
    {
        var provides = ManifestReader.Read(Sample.FileName, Sample.Text).Value.Provides;

        var command = provides.Commands.ShouldHaveSingleItem();
        command.Name.ShouldBe("jpspec:security-scan");
        command.Description.ShouldBe("Run security analysis on implementation");
        command.Entrypoint.ToString().ShouldBe("src/commands/security_scan.py:run");
        command.Entrypoint.Location!.ToString().ShouldBe("plugin.yaml:22:19");
        command.Arguments.ShouldBeNull();
        command.Options.ShouldBeNull();
        provides.Agents.ShouldHaveSingleItem().PersonaFile.ShouldBe("agents/security-auditor.md");
        var workflow = provides.Workflows.ShouldHaveSingleItem();
        (workflow.Phase, workflow.Mode, workflow.Entrypoint.Member).ShouldBe(("implement", PhaseMode.Wrap, "handler"));
        provides.Integrations.ShouldHaveSingleItem().Name.ShouldBe("snyk-connector");
        var hook = provides.Hooks.ShouldHaveSingleItem();
        (hook.Event, hook.Timeout, hook.StopOnFailure).ShouldBe(("workflow.implement.completed", null, false));
        hook.Entrypoint.ToString().ShouldBe("src/hooks/post_implement.py:on_complete");
        provides.Stacks.ShouldBeEmpty();
        provides.Squads.ShouldBeEmpty();
    }

    [Fact]
    public void Read_DesignsExample_KnowsWhatItRequires()
    {
        var manifest = ManifestReader.Read(Sample.FileName, Encoding.UTF8.GetBytes(Sample.Text)).Value;

        manifest.Requires.Speckit!.Text.ShouldBe(">=0.0.20");
        manifest.Requires.Python!.Text.ShouldBe(">=3.11");
        manifest.Requires.Plugins.ShouldBe([
            new(PluginName.Parse("base-security"), VersionRange.Parse(">=1.0.0"), false),
        ]);
        manifest.Requires.Capabilities.ShouldBe([Capability.Network, Capability.FilesystemRead]);
        manifest.Compatibility.MinSpeckit.ShouldBe(SemanticVersion.Parse("0.0.18"));
        manifest.Compatibility.MaxSpeckit.ShouldBe(SemanticVersion.Parse("0.1.0"));
        manifest.Compatibility.TestedSpeckit.Select(v => v.ToString()).ShouldBe(["0.0.20", "0.0.21"]);
        manifest.Compatibility.Platforms.ShouldBe(["linux", "macos", "windows"]);
    }

    [Fact]
    public void Read_SmallestManifest_HasDefaults()
    {
        var manifest = ManifestReader
            .Read("p", "apiVersion: speckit.dev/v1\nkind: Plugin\nmetadata: {name: '@acme/a_b', version: 1.0.0}\n")
            .Value;

        manifest.Name.ToString().ShouldBe("@acme/a_b");
        manifest.Provides.ShouldBe(Provisions.None);
        manifest.Requires.ShouldBe(Requirements.None);
        manifest.Compatibility.ShouldBe(Compatibility.Any);
        manifest.Runtime.ShouldBeNull();
    }

    [Fact]
    public void Read_ManyMistakes_TellsAllInOneGo()
    {
        const string text = """
            apiVersion: speckit.dev/v2
            kind: Plugin
            metadata:
              name: My Plugin
              version: 1.0
              licence: MIT
            provides:
              commands:
                - name: scan
                  entrypoint: ../scan.py:run
              commands: []
            requires:
              capabilities: [netwrok]
            """;

        var result = ManifestReader.Read("plugin.yaml", text);

        result.Succeeded.ShouldBeFalse();
        result
            .Diagnostics.Select(d => d.ToString())
            .ShouldBe([
                "plugin.yaml:1:13: error SPK1022: 'apiVersion' is 'speckit.dev/v2'; expected speckit.dev/v1. (this version of Speckit reads speckit.dev/v1; a later one may be needed)",
                "plugin.yaml:4:9: error SPK1027: 'metadata.name' is 'My Plugin'; expected name or @scope/name, each of lower-case letters, digits, '-', '_' and '.', starting with a letter or digit. (write my-plugin)",
                "plugin.yaml:5:12: error SPK1028: 'metadata.version' is the number 1.0; expected a version such as 1.0.0. (SemVer has three numbers; write \"1.0.0\")",
                "plugin.yaml:6:3: error SPK1023: 'metadata.licence' is not known here; expected author, deprecated, description, homepage, keywords, license, name, repository or version. (did you mean 'license'?)",
                "plugin.yaml:9:7: error SPK1024: 'provides.commands[0].description' is missing; expected what the command does. (add 'description:')",
                "plugin.yaml:10:19: error SPK1033: 'provides.commands[0].entrypoint' is '../scan.py', which leaves its folder with '..'; expected a path inside the package. (write it relative to plugin.yaml, with forward slashes)",
                "plugin.yaml:11:3: error SPK1006: The key 'commands' is already in line 8. (keep one of them)",
                "plugin.yaml:13:18: error SPK1031: 'requires.capabilities[0]' is 'netwrok', which is no capability; expected network, filesystem.read, filesystem.write, subprocess, backlog.read, backlog.write or environment. (did you mean 'network'?)",
            ]);
    }

    [Theory]
    [InlineData("plugin_type: stock\nname: nextjs\nversion: 1.0.0\n", "SPK1030")]
    [InlineData("ospec_version: 2.0.0\nplugin_type: stack\nname: a\nversion: 1.0.0\n", "SPK1022")]
    [InlineData("apiVersion: speckit.dev/v1\nplugin_type: stack\n", "SPK1020")]
    [InlineData("kind: Plugin\nplugin_type: stack\n", "SPK1020")]
    [InlineData("name: x\n", "SPK1020")]
    [InlineData("{}", "SPK1020")]
    [InlineData("", "SPK1025")]
    [InlineData("[]", "SPK1025")]
    [InlineData("hello", "SPK1025")]
    public void Read_OtherDialect_IsOneClearError(string text, string code)
    {
        var problem = ManifestReader.Read("plugin.yaml", text).Diagnostics.ShouldHaveSingleItem();

        problem.Code.ShouldBe(code);
        problem.Hint.ShouldNotBeNull();
        problem.Location.ShouldNotBeNull();
    }

    [Fact]
    public void Read_MisspeltApiVersion_SuggestsIt()
    {
        var result = ManifestReader.Read("p", "apiversion: speckit.dev/v1\nmetadata: {name: a, version: 1.0.0}\n");

        result.Diagnostics.Select(d => d.Code).ShouldBe(["SPK1023", "SPK1024", "SPK1024"], ignoreOrder: true);
        result.Diagnostics.ShouldContain(d => d.Hint == "did you mean 'apiVersion'?");
    }

    [Fact]
    public void Read_ThousandsOfMistakes_TellsTheFirstThousand()
    {
        var text =
            "apiVersion: speckit.dev/v1\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}: 1\n"));

        var result = ManifestReader.Read("p", text);

        result.Diagnostics.Length.ShouldBe(1001);
        result.Diagnostics[^1].Code.ShouldBe("SPK1012");
    }

    [Fact]
    public void Read_NotYaml_IsOneError() =>
        ManifestReader.Read("p", "a: 'b").Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK1001");

    [Fact]
    public void CheckFiles_EverythingThere_IsEmpty() => ManifestReader.CheckFiles(Full(), _ => true).ShouldBeEmpty();

    [Fact]
    public void CheckFiles_NothingThere_TellsEachFileWhereItIsNamed()
    {
        var problems = ManifestReader.CheckFiles(Full(), _ => false);

        problems
            .Select(p => $"{p.Location} {p.Code} {p.Message}")
            .ShouldBe([
                "p:5:52 SPK1050 The entry point of command 'c' is 'a.py', which is not in the package.",
                "p:6:79 SPK1050 The entry point of workflow 'w' is 'b.py', which is not in the package.",
                "p:7:56 SPK1050 The entry point of integration 'i' is 'c.py', which is not in the package.",
                "p:8:42 SPK1050 The handler of hook 'task.created' is 'd.py', which is not in the package.",
                "p:9:50 SPK1050 The entry point of stack 's' is 'e.py', which is not in the package.",
                "p:9:97 SPK1050 The template folder of stack 't' is 'templates', which is not in the package.",
                "p:10:52 SPK1050 The persona of agent 'a' is 'a.md', which is not in the package.",
            ]);
    }

    private static PluginManifest Full() =>
        ManifestReader
            .Read(
                "p",
                """
                apiVersion: speckit.dev/v1
                kind: Plugin
                metadata: {name: full, version: 1.0.0}
                provides:
                  commands: [{name: c, description: d, entrypoint: "a.py:run"}]
                  workflows: [{name: w, description: d, phase: plan, mode: after, entrypoint: "./b.py:run"}]
                  integrations: [{name: i, description: d, entrypoint: c.py}]
                  hooks: [{event: task.created, handler: d.py}]
                  stacks: [{name: s, description: d, entrypoint: e.py}, {name: t, description: d, template_dir: templates/}]
                  agents: [{name: a, description: d, persona_file: a.md}]
                """
            )
            .Value;
}
