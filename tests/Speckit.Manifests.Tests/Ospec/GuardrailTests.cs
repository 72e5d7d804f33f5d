using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Ospec;

public sealed class GuardrailTests
{
    private const string Code = "id: a, description: d, type: code_analysis, severity: error";
    private const string Dependencies = "id: a, description: d, type: dependency_check, severity: info";
    private const string Metric = "name: a, description: d, type: build_analysis";

    [Fact]
    public void Read_Sample_IsWhole()
    {
        var manifest = ManifestReader.Read("p", OspecSamples.Read("guardrails.yaml")).Value;

        var provides = manifest.Provides;
        provides
            .GuardrailRules.Select(r => (r.Id, r.Kind, r.Severity))
            .ShouldBe([
                ("copyright_header", GuardrailKind.CodeAnalysis, GuardrailSeverity.Warning),
                ("approved_clients", GuardrailKind.DependencyCheck, GuardrailSeverity.Error),
                ("no_plain_passwords", GuardrailKind.CodeAnalysis, GuardrailSeverity.Critical),
            ]);
        provides.GuardrailRules[0].Triggers.ShouldBe([new("^class ", "Copyright", null)]);
        provides.GuardrailRules[1].AllowedPackages!.Value.ShouldBe(["httpx"]);
        provides.GuardrailRules[1].BlockedPackages.ShouldBe(["pycurl"]);
        provides.GuardrailRules[2].Triggers.ShouldBe([new("password|secret", "hash|encrypt", "assignment")]);
        provides.Guardrails!.Environments["production"].ShouldBe(EnforcementLevel.Block);
        provides.Guardrails.CiSystems.ShouldBe(["gitlab_ci"]);
        provides.Guardrails.Editors.ShouldBe(["vscode"]);
        manifest.ConfigurationDefaults!.ToJsonString().ShouldContain("enforcement_level");
    }

    [Fact]
    public void Read_Sample_HasItsMetrics()
    {
        var metrics = ManifestReader.Read("p", OspecSamples.Read("guardrails.yaml")).Value.Provides.QualityMetrics;

        metrics
            .Select(m => (m.Name, m.Kind, m.Target, m.Threshold))
            .ShouldBe([
                ("documented_endpoints", GuardrailKind.Documentation, 1, 0.8),
                ("handled_errors", GuardrailKind.CodeAnalysis, null, 0.7),
                ("weight", GuardrailKind.BuildAnalysis, null, 0.9),
            ]);
        (metrics[1].Pattern, metrics[1].Requires).ShouldBe((@"def\s+\w+", "try:|raise"));
        metrics[1].Deprecated.ShouldBe(new Deprecation("Use documented_endpoints"));
        metrics[2].Limits.Select(l => (l.Key, l.Value)).ShouldBe([("images", 1_572_864), ("scripts", 200_000)]);
    }

    [Fact]
    public void Read_PatternAndTriggers_AreAllLookedFor() =>
        Plugins
            .Provides("guardrails", $"rules: [{{{Code}, pattern: a, triggers: [{{pattern: b}}]}}]")
            .GuardrailRules[0]
            .Triggers.Select(t => t.Pattern)
            .ShouldBe(["a", "b"]);

    [Theory]
    [InlineData("(?:(?:a{1000}){1000}){1000}")]
    [InlineData("(?:a|b|c|d|e){1,1000}{1,1000}")]
    [InlineData("[\\w\\W]{5000}")]
    public void Read_PatternOfManyRepetitions_IsNotUnrolled(string pattern) =>
        Should.CompleteIn(
            () => Plugins.Read("guardrails", $"rules: [{{{Code}, pattern: '{pattern}'}}]"),
            TimeSpan.FromSeconds(5)
        );

    [Theory]
    [InlineData("rules: [{" + Code + ", pattern: ¦'(a'}]", "SPK1047")]
    [InlineData("rules: [{" + Code + ", pattern: ¦'(?=a)b'}]", "SPK1047")]
    [InlineData("rules: [{" + Code + ", pattern: ¦'(a)\\1'}]", "SPK1047")]
    [InlineData("rules: [{" + Code + ", pattern: a, requires: ¦'['}]", "SPK1047")]
    [InlineData("rules: [¦{" + Code + "}]", "SPK1024")]
    [InlineData("rules: [{" + Code + ", triggers: ¦[]}]", "SPK1026")]
    [InlineData("rules: [{" + Code + ", triggers: [¦{requires: a}]}]", "SPK1024")]
    [InlineData("rules: [{" + Code + ", triggers: [{pattern: a, ¦severity: error}]}]", "SPK1023")]
    [InlineData("rules: [{" + Code + ", triggers: [{pattern: a}], ¦context: x}]", "SPK1023")]
    [InlineData("rules: [{" + Code + ", pattern: a, ¦allowed_packages: []}]", "SPK1023")]
    [InlineData("rules: [¦{" + Dependencies + "}]", "SPK1024")]
    [InlineData("rules: [{" + Dependencies + ", blocked_packages: [], ¦pattern: a}]", "SPK1023")]
    [InlineData("rules: [{id: a, description: d, type: ¦code, severity: error}]", "SPK1030")]
    [InlineData("rules: [{id: a, description: d, type: code_analysis, pattern: a, severity: ¦fatal}]", "SPK1030")]
    [InlineData("rules: [{" + Code + ", pattern: a}, ¦{" + Code + ", pattern: b}]", "SPK1032")]
    [InlineData("metrics: [{" + Metric + ", target: ¦80}]", "SPK1026")]
    [InlineData("metrics: [{" + Metric + ", limits: {a: ¦big}}]", "SPK1026")]
    [InlineData("metrics: [{" + Metric + ", limits: {a: ¦1.2.3KB}}]", "SPK1026")]
    [InlineData("metrics: [{" + Metric + ", limits: {a: ¦99999999999999GB}}]", "SPK1026")]
    [InlineData("metrics: [{" + Metric + ", limits: {a: ¦250}}]", "SPK1025")]
    [InlineData("metrics: [{" + Metric + ", ¦unit: a}]", "SPK1023")]
    [InlineData("metrics: [{" + Metric + "}, ¦{" + Metric + "}]", "SPK1032")]
    [InlineData("configuration: {environments: {a: ¦warn}}", "SPK1025")]
    [InlineData("configuration: {environments: {¦a: {}}}", "SPK1024")]
    [InlineData("configuration: {environments: {a: {enforcement_level: ¦warning}}}", "SPK1030")]
    [InlineData("integration: {¦ci: []}", "SPK1023")]
    [InlineData("¦rule: []", "SPK1023")]
    public void Read_BadGuardrail_IsOneLocatedError(string rest, string code) =>
        Plugins.ShouldPoint("guardrails", rest, code);
}
