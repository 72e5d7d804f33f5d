using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Ospec;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Tests.Reading;

/// <summary>What both dialects have at their root.</summary>
public sealed class SharedSectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_LimitsAndSandbox_AreRead(bool isJp)
    {
        const string text = """
            resource_limits: {memory_mb: 128.0, cpu_percent: 250, processes: 4, open_files: 64, output_mb: 2}
            sandbox:
              timeout: 1.5
              network: {allowed_hosts: [a.example, '*.b.example', '*', '::1', 10.0.0.1], blocked_ports: [22, 65535]}
              filesystem: {read: [src/**, /usr/lib, ~/x], write: []}
              environment: [TOKEN, _x1]
            """;

        var sandbox = Read(isJp, text).Value.Sandbox;

        sandbox.Limits.ShouldBe(
            new ResourceLimits
            {
                MemoryMegabytes = 128,
                CpuPercent = 250,
                Timeout = TimeSpan.FromSeconds(1.5),
                Processes = 4,
                OpenFiles = 64,
                OutputMegabytes = 2,
            }
        );
        sandbox.AllowedHosts!.Value.ShouldBe(["a.example", "*.b.example", "*", "::1", "10.0.0.1"]);
        sandbox.BlockedPorts.ShouldBe([22, 65535]);
        sandbox.ReadPaths!.Value.ShouldBe(["src/**", "/usr/lib", "~/x"]);
        sandbox.WritePaths!.Value.ShouldBeEmpty();
        sandbox.Environment!.Value.ShouldBe(["TOKEN", "_x1"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_Nothing_IsTheHostsDefaults(bool isJp)
    {
        var manifest = Read(isJp, "").Value;

        manifest.Sandbox.ShouldBe(SandboxRequest.Default);
        manifest.Sandbox.AllowedHosts.ShouldBeNull();
        manifest.Migrations.ShouldBeEmpty();
        manifest.Deprecated.ShouldBeNull();
        manifest.Changelog.ShouldBeNull();
    }

    [Theory]
    [InlineData("resource_limits: {memory_mb: ¦0}", "SPK1026")]
    [InlineData("resource_limits: {memory_mb: ¦1.5}", "SPK1026")]
    [InlineData("resource_limits: {memory_mb: ¦512MB}", "SPK1025")]
    [InlineData("resource_limits: {cpu_percent: ¦10001}", "SPK1026")]
    [InlineData("resource_limits: {timeout: ¦0}", "SPK1026")]
    [InlineData("resource_limits: {timeout: ¦86401}", "SPK1026")]
    [InlineData("resource_limits: {processes: ¦-1}", "SPK1026")]
    [InlineData("resource_limits: {¦network_access: restricted}", "SPK1023")]
    [InlineData("resource_limits: {timeout: 1}\nsandbox: {¦timeout: 1}", "SPK1037")]
    [InlineData("sandbox: {network: {allowed_hosts: [¦'https://a.example']}}", "SPK1048")]
    [InlineData("sandbox: {network: {allowed_hosts: [¦'a.example:443']}}", "SPK1048")]
    [InlineData("sandbox: {network: {allowed_hosts: [¦'a.*.example']}}", "SPK1048")]
    [InlineData("sandbox: {network: {allowed_hosts: [¦'-a.example']}}", "SPK1048")]
    [InlineData("sandbox: {network: {allowed_hosts: [¦'fe80::1%eth0']}}", "SPK1048")]
    [InlineData("sandbox: {network: {blocked_ports: [¦0]}}", "SPK1026")]
    [InlineData("sandbox: {network: {blocked_ports: [¦65536]}}", "SPK1026")]
    [InlineData("sandbox: {network: {¦hosts: []}}", "SPK1023")]
    [InlineData("sandbox: {filesystem: {read: [¦../x]}}", "SPK1033")]
    [InlineData("sandbox: {filesystem: {write: [¦'a\\b']}}", "SPK1033")]
    [InlineData("sandbox: {filesystem: {¦execute: []}}", "SPK1023")]
    [InlineData("sandbox: {environment: [¦A=B]}", "SPK1027")]
    [InlineData("sandbox: {¦memory_mb: 1}", "SPK1023")]
    [InlineData("migrations: [{from: 1.0.0, to: ¦1.0.0, entrypoint: m.py}]", "SPK1039")]
    [InlineData("migrations: [{from: 2.0.0, to: ¦1.0.0, entrypoint: m.py}]", "SPK1039")]
    [InlineData("migrations: [¦{from: 1.0.0, entrypoint: m.py}]", "SPK1024")]
    [InlineData("migrations: [{from: ¦1.0, to: 2.0.0, entrypoint: m.py}]", "SPK1028")]
    [InlineData("migrations: [{from: 1.0.0, to: 2.0.0, entrypoint: ¦../m.py}]", "SPK1033")]
    [InlineData(
        "migrations: [{from: 1.0.0, to: 2.0.0, entrypoint: m.py}, ¦{from: 1.0.0, to: 2.0.0, entrypoint: n.py}]",
        "SPK1032"
    )]
    [InlineData("changelog: ¦/etc/passwd", "SPK1033")]
    public void Read_BadSharedSection_IsOneLocatedErrorInBothDialects(string text, string code)
    {
        Jp.Manifests.ShouldPoint(text, code);
        Plugins.ShouldPoint("integration", text, code);
    }

    [Fact]
    public void Read_Migrations_SayTheRuntime()
    {
        var manifest = Read(
            isJp: true,
            "migrations: [{from: 1.0.0, to: 2.0.0-rc.1, entrypoint: 'm/two.py:Two'}]"
        ).Value;

        manifest.Runtime.ShouldBe(PluginRuntime.Python);
        var migration = manifest.Migrations.ShouldHaveSingleItem();
        (migration.From.ToString(), migration.To.ToString()).ShouldBe(("1.0.0", "2.0.0-rc.1"));
        migration.Entrypoint.ToString().ShouldBe("m/two.py:Two");
    }

    [Theory]
    [InlineData("true", null, null, null)]
    [InlineData("Use b", "Use b", null, null)]
    [InlineData("{}", null, null, null)]
    [InlineData("{since: 1.2.0, message: Gone soon, replacement: b}", "Gone soon", "1.2.0", "b")]
    public void Read_Deprecated_IsReadEverywhere(string text, string? message, string? since, string? replacement)
    {
        var expected = new Deprecation(message, since is null ? null : SemanticVersion.Parse(since), replacement);

        Read(isJp: false, $"deprecated: {text}").Value.Deprecated.ShouldBe(expected);
        var provides = Jp.Manifests.Provides(
            $$"""
              commands:
                - name: c
                  description: d
                  entrypoint: a.py
                  deprecated: {{text}}
                  arguments: [{name: x, deprecated: {{text}}}]
                  options: [{name: y, deprecated: {{text}}}]
              agents: [{name: a, description: d, persona_file: a.md, deprecated: {{text}}}]
              workflows: [{name: w, description: d, phase: p, mode: wrap, entrypoint: a.py, deprecated: {{text}}}]
              integrations: [{name: i, description: d, entrypoint: a.py, deprecated: {{text}}}]
              hooks: [{event: a.b, handler: a.py, deprecated: {{text}}}]
              stacks: [{name: s, description: d, entrypoint: a.py, deprecated: {{text}}}]
              squads: [{name: q, description: d, members: [a], deprecated: {{text}}}]

            """
        );
        Deprecation?[] found =
        [
            provides.Commands[0].Deprecated,
            provides.Commands[0].Arguments!.Value[0].Deprecated,
            provides.Commands[0].Options!.Value[0].Deprecated,
            provides.Agents[0].Deprecated,
            provides.Workflows[0].Deprecated,
            provides.Integrations[0].Deprecated,
            provides.Hooks[0].Deprecated,
            provides.Stacks[0].Deprecated,
            provides.Squads[0].Deprecated,
        ];
        found.ShouldAllBe(d => d == expected);
    }

    [Theory]
    [InlineData("deprecated: ¦1", "SPK1025")]
    [InlineData("deprecated: ¦[a]", "SPK1025")]
    [InlineData("deprecated: {since: ¦1.0}", "SPK1028")]
    [InlineData("deprecated: {¦reason: a}", "SPK1023")]
    public void Read_BadDeprecation_IsOneLocatedError(string text, string code) =>
        Plugins.ShouldPoint("integration", text, code);

    [Fact]
    public void Read_DeprecatedFalse_IsNothing() =>
        Read(isJp: false, "deprecated: false").Value.Deprecated.ShouldBeNull();

    [Fact]
    public void CheckFiles_OfAnOspecManifest_TellsEachFileOnce()
    {
        const string text = """
            plugin_type: stack
            name: s
            version: 1.0.0
            entry_points: {main: dist/index.js, types: dist/index.d.ts}
            configuration: {files: [{source: t/a, target: a}]}
            configuration_schema: c.json
            changelog: N.md
            migrations: [{from: 1.0.0, to: 2.0.0, entrypoint: dist/m.js}]
            """;

        ManifestReader
            .CheckFiles(ManifestReader.Read("p", text).Value, _ => false)
            .Select(p => p.Message.Replace(", which is not in the package.", ""))
            .ShouldBe([
                "The main entry point is 'dist/index.js'",
                "The file of type declarations is 'dist/index.d.ts'",
                "The schema of the configuration is 'c.json'",
                "The changelog is 'N.md'",
                "The migration from 1.0.0 to 2.0.0 is 'dist/m.js'",
                "The source of 'a' of stack 's' is 't/a'",
            ]);
    }

    [Fact]
    public void CheckFiles_OfPromptsAndTemplates_TellsEachFileOnce()
    {
        var agent = Plugins.Read("agent", "role: r\nprompts: {system: s.md, review: r.md}").Value;
        var templates = Plugins.Read("templates", "templates: {t: {path: ./t/}}").Value;

        ManifestReader
            .CheckFiles(agent, path => path == "s.md")
            .ShouldHaveSingleItem()
            .Message.ShouldContain("'review'");
        ManifestReader.CheckFiles(agent, _ => false).Length.ShouldBe(2);
        ManifestReader.CheckFiles(templates, path => path == "t").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("c.json", """{"type": "object"}""", """{"type":"object"}""")]
    [InlineData("c.json", "\uFEFF{\t\"a\": [1, true]}", """{"a":[1,true]}""")]
    [InlineData("c.yaml", "type: object # mapping", """{"type":"object"}""")]
    [InlineData("c.yml", "{}", "{}")]
    public void LoadConfigurationSchema_File_IsPutInPlace(string path, string file, string json)
    {
        var manifest = Read(isJp: false, $"configuration_schema: {path}").Value;

        var loaded = ManifestReader.LoadConfigurationSchema(
            manifest,
            asked => asked == path ? Encoding.UTF8.GetBytes(file) : null
        );

        loaded.Value.ConfigurationSchema!.ToJsonString().ShouldBe(json);
        manifest.ConfigurationSchema.ShouldBeNull();
    }

    [Theory]
    [InlineData("c.json", null, "SPK1050")]
    [InlineData("c.json", "", "SPK1051")]
    [InlineData("c.json", "[]", "SPK1051")]
    [InlineData("c.json", "{\"a\": 1,}", "SPK1051")]
    [InlineData("c.json", "{\"a\": 1, \"b\": [{\"c\": 1, \"c\": 2}]}", "SPK1051")]
    [InlineData("c.json", "{\"\\ud800\": 1}", "SPK1051")]
    [InlineData("c.yaml", "- a", "SPK1051")]
    [InlineData("c.yaml", "a: 'b", "SPK1001")]
    public void LoadConfigurationSchema_BadFile_SaysWhy(string path, string? file, string code)
    {
        var manifest = Read(isJp: true, $"config: {{schema_file: {path}}}").Value;

        var loaded = ManifestReader.LoadConfigurationSchema(
            manifest,
            _ => file is null ? null : Encoding.UTF8.GetBytes(file)
        );

        loaded.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public void LoadConfigurationSchema_NoFileNamed_AsksForNone() =>
        ManifestReader
            .LoadConfigurationSchema(
                Read(isJp: true, "config: {schema: {type: object}}").Value,
                _ => throw new InvalidOperationException()
            )
            .Value.ConfigurationSchema!.ToJsonString()
            .ShouldBe("""{"type":"object"}""");

    [Theory]
    [InlineData("config: {schema: {}, ¦schema_file: a.json}", "SPK1037")]
    [InlineData("config: {schema_file: ¦../a.json}", "SPK1033")]
    public void Read_BadSchemaFile_IsOneLocatedError(string text, string code) => Jp.Manifests.ShouldPoint(text, code);

    private static Result<PluginManifest> Read(bool isJp, string text) =>
        isJp ? Jp.Manifests.Read(text) : Plugins.Read("integration", text);
}
