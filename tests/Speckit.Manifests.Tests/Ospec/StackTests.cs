using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Ospec;

public sealed class StackTests
{
    [Fact]
    public void Read_Sample_IsWhole()
    {
        var manifest = ManifestReader.Read("p", OspecSamples.Read("stack.yaml")).Value;

        var stack = manifest.Provides.Stacks.ShouldHaveSingleItem();
        (stack.Name, stack.Description, stack.Entrypoint).ShouldBe(
            ("astro-pocketbase", "Astro pages over PocketBase", null)
        );
        stack.Components!["pages"]!["features"]!.ToJsonString().ShouldBe("""["islands","content"]""");
        stack
            .Dependencies.Select(d => $"{d.Package}|{d.Version}|{d.Optional}")
            .ShouldBe(["astro|^5.0.0|False", "@astrojs/node|^9.0.0|False", "@astrojs/sitemap||True"]);
        stack
            .Files.Select(f => $"{f.Source} → {f.Target}")
            .ShouldBe(["templates/astro.config.mjs → astro.config.mjs", "templates/data.ts → src/lib/data.ts"]);
        stack.Guardrails!["min_test_coverage"]!.GetValue<double>().ShouldBe(0.75);
        stack.Secrets!.Provider.ShouldBe("env://");
        stack.Secrets.Required.ShouldBe(["POCKETBASE_URL"]);
        stack.Secrets.Optional.ShouldBe(["POCKETBASE_ADMIN"]);
        stack.Validation!.Runtimes["node"].Text.ShouldBe(">=20.0.0");
        stack.Validation.SupportedOs.ShouldBe(["linux", "macos"]);
        stack.Validation.HealthChecks.ShouldHaveSingleItem().Command.ShouldBe("npm run build");
        manifest.Requires.Plugins.ShouldBeEmpty();
        manifest.ConfigurationDefaults.ShouldBeNull();
    }

    [Fact]
    public void Read_PluginsBesidePackages_AreKeptApart()
    {
        var manifest = Plugins
            .Read(
                "stack",
                "dependencies: {ospec_core: ^1.0.0, other: '2', required: [a@1]}\nconfiguration: {files: [], port: 80}"
            )
            .Value;

        manifest.Requires.OspecCore!.Text.ShouldBe("^1.0.0");
        manifest.Requires.Plugins.ShouldHaveSingleItem().Name.ToString().ShouldBe("other");
        manifest.Provides.Stacks[0].Dependencies.ShouldHaveSingleItem().Package.ShouldBe("a");
        manifest.ConfigurationDefaults!.ToJsonString().ShouldBe("""{"port":80}""");
    }

    [Theory]
    [InlineData("@scope/name", "@scope/name", null)]
    [InlineData("name@", "name@", null)]
    [InlineData("name@npm:other@1", "name@npm:other", "1")]
    public void Read_PackageText_IsSplitAtTheLastAt(string text, string package, string? version)
    {
        var dependency = Plugins.Provides("stack", $"dependencies: {{required: ['{text}']}}").Stacks[0].Dependencies[0];

        (dependency.Package, dependency.Version).ShouldBe((package, version));
    }

    [Theory]
    [InlineData("components: {a: ¦b}", "SPK1025")]
    [InlineData("components: ¦[a]", "SPK1025")]
    [InlineData("dependencies: {required: ¦a}", "SPK1025")]
    [InlineData("dependencies: {optional: [¦1]}", "SPK1025")]
    [InlineData("configuration: {files: [¦{source: a}]}", "SPK1024")]
    [InlineData("configuration: {files: [{source: ¦../a, target: b}]}", "SPK1033")]
    [InlineData("configuration: {files: [{source: a, target: ¦/b}]}", "SPK1033")]
    [InlineData("configuration: {files: [{source: a, target: b}, ¦{source: c, target: b}]}", "SPK1032")]
    [InlineData("configuration: {files: [{source: a, target: b, ¦mode: c}]}", "SPK1023")]
    [InlineData("guardrails: {lint: ¦1}", "SPK1025")]
    [InlineData("guardrails: {min_test_coverage: ¦80}", "SPK1026")]
    [InlineData("guardrails: {max_pr_size: ¦0}", "SPK1026")]
    [InlineData("guardrails: {max_pr_size: ¦1.5}", "SPK1026")]
    [InlineData("guardrails: {¦coverage: 1}", "SPK1023")]
    [InlineData("secrets_template: {required: [¦a-b]}", "SPK1027")]
    [InlineData("secrets_template: {required: [¦1A]}", "SPK1027")]
    [InlineData("secrets_template: {¦names: []}", "SPK1023")]
    [InlineData("validation: {compatibility: {node_version: ¦18}}", "SPK1029")]
    [InlineData("validation: {compatibility: {supported_os: [¦beos]}}", "SPK1030")]
    [InlineData("validation: {compatibility: {¦ruby_version: '1'}}", "SPK1023")]
    [InlineData("validation: {health_checks: [¦{name: a}]}", "SPK1024")]
    [InlineData("validation: {health_checks: [{name: a, command: b}, ¦{name: a, command: c}]}", "SPK1032")]
    [InlineData("validation: {¦checks: []}", "SPK1023")]
    [InlineData("¦selection_rules: []", "SPK1023")]
    public void Read_BadStack_IsOneLocatedError(string rest, string code) => Plugins.ShouldPoint("stack", rest, code);

    [Fact]
    public void Read_Selector_HasItsRules()
    {
        var selector = ManifestReader
            .Read("p", OspecSamples.Read("stack-selector.yaml"))
            .Value.Provides.StackSelectors.ShouldHaveSingleItem();

        selector
            .Rules.Select(r => (r.RecommendedStack, r.Confidence))
            .ShouldBe([("astro-pocketbase", 0.8), ("go-chi", 1)]);
        selector.Rules[1].Conditions.ToJsonString().ShouldContain("throughput_rps");
    }

    [Theory]
    [InlineData("selection_rules: ¦[]", "SPK1026")]
    [InlineData("selection_rules: [¦{recommended_stack: a}]", "SPK1024")]
    [InlineData("selection_rules: [{conditions: ¦a, recommended_stack: a}]", "SPK1025")]
    [InlineData("selection_rules: [{conditions: {}, recommended_stack: ¦A b}]", "SPK1027")]
    [InlineData("selection_rules: [{conditions: {}, recommended_stack: a, confidence: ¦2}]", "SPK1026")]
    [InlineData("selection_rules: [{conditions: {}, recommended_stack: a, ¦weight: 2}]", "SPK1023")]
    public void Read_BadSelector_IsOneLocatedError(string rest, string code) =>
        Plugins.ShouldPoint("stack_selector", rest, code);

    [Theory]
    [InlineData("schema: ¦a", "SPK1025")]
    [InlineData("acceptance_defaults: ¦[a]", "SPK1025")]
    [InlineData("stack_defaults: {a: ¦[b]}", "SPK1025")]
    [InlineData("templates: [{name: a, path: ¦/b}]", "SPK1033")]
    [InlineData("¦patterns: []", "SPK1023")]
    public void Read_BadOutcomeType_IsOneLocatedError(string rest, string code) =>
        Plugins.ShouldPoint("outcome_type", rest, code);

    [Fact]
    public void Read_OutcomeType_IsWhole()
    {
        var provides = ManifestReader.Read("p", OspecSamples.Read("outcome-type.yaml")).Value.Provides;

        var outcome = provides.OutcomeTypes.ShouldHaveSingleItem();
        outcome.Schema!["properties"]!["refresh"]!["enum"]!.ToJsonString().ShouldBe("""["hourly","daily"]""");
        outcome.AcceptanceDefaults!["performance"]!["availability"]!.GetValue<double>().ShouldBe(0.99);
        outcome.StackDefaults["database"].ShouldBe("DuckDB");
        var template = provides.Templates.ShouldHaveSingleItem();
        template.Source.Path.ShouldBe("templates/model");
        template
            .Variables.Select(v => (v.Name, v.Type, v.Required))
            .ShouldBe([("model_name", "string", true), ("owner", "string", true)]);
    }
}
