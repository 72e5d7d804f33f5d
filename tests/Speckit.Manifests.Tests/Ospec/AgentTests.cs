using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Ospec;

public sealed class AgentTests
{
    [Fact]
    public void Read_Sample_IsWhole()
    {
        var manifest = ManifestReader.Read("p", OspecSamples.Read(OspecSamples.Agent)).Value;

        var agent = manifest.Provides.Agents.ShouldHaveSingleItem();
        (agent.Name, agent.Description, agent.Extends).ShouldBe(
            ("accessibility_reviewer", "accessibility_reviewer", "reviewer")
        );
        agent.Tags.ShouldBe(["contrast_checks", "keyboard_checks"]);
        manifest.Requires.Capabilities.ShouldBeEmpty();
        agent.Specializations.ShouldBe(["forms"]);
        agent.Thresholds["max_minor"].ShouldBe(3);
        agent.PersonaFile.ShouldBe("prompts/system.md");
        agent.Prompts.Select(p => p.Name).ShouldBe(["system", "review"]);
        var review = agent.Workflows.ShouldHaveSingleItem();
        review.Steps.Select(s => s.Name).ShouldBe(["automatic", "by_hand", "approval"]);
        review.Steps[1].Settings.ToJsonString().ShouldBe("""{"required_for":["new_pages"],"reviewers":1}""");
        agent.Communication!.InputFormats.ShouldBe(["ospec_yaml", "page"]);
        agent.Communication.OutputFormats.ShouldBe(["findings"]);
        agent.Communication.Subscribes.ShouldBe(["code_generated", "workflow.implement.completed"]);
        agent.Communication.Publishes.ShouldBe(["accessibility_checked"]);
    }

    [Fact]
    public void Read_MisspeltTrufflehog_IsMeantAsTheTool()
    {
        var manifest = ManifestReader.Read("p", OspecSamples.Read(OspecSamples.Agent)).Value;

        var agent = manifest.Provides.Agents[0];
        agent.Tools["secrets"].ShouldBe("trufflehog");
        agent.Workflows[0].Steps[0].Tools.ShouldBe(["axe", "trufflehog"]);
        manifest.ConfigurationDefaults!["tools"]!.ToJsonString().ShouldBe("""{"pages":"axe","secrets":"trufflehog"}""");
    }

    [Fact]
    public void Read_NoSystemPrompt_HasNoPersona() =>
        Plugins.Provides("agent", "role: a\nprompts: {review: r.md}").Agents[0].PersonaFile.ShouldBeNull();

    [Fact]
    public void Read_BaseOfARequiredPlugin_IsLookedUpLater() =>
        Plugins.Provides("agent", "role: a\nextends: b\ndependencies: {other: '1'}").Agents[0].Extends.ShouldBe("b");

    [Theory]
    [InlineData("role: ¦A b", "SPK1027")]
    [InlineData("role: ¦1", "SPK1025")]
    [InlineData("role: a\nextends: ¦a", "SPK1045")]
    [InlineData("role: a\nextends: ¦revewer", "SPK1038")]
    [InlineData("role: a\ncapabilities: ¦a", "SPK1025")]
    [InlineData("role: a\nconfiguration: {tools: {a: ¦[b]}}", "SPK1025")]
    [InlineData("role: a\nconfiguration: {thresholds: {a: ¦many}}", "SPK1025")]
    [InlineData("role: a\nworkflows: {w: ¦{}}", "SPK1025")]
    [InlineData("role: a\nworkflows: {w: [¦{tools: []}]}", "SPK1024")]
    [InlineData("role: a\nworkflows: {w: [{step: a}, ¦{step: a}]}", "SPK1032")]
    [InlineData("role: a\nprompts: {system: ¦../a.md}", "SPK1033")]
    [InlineData("role: a\nprompts: ¦a.md", "SPK1025")]
    [InlineData("role: a\ncommunication: {¦formats: []}", "SPK1023")]
    [InlineData("role: a\ncommunication: {events: {subscribes: [¦Code Generated]}}", "SPK1036")]
    [InlineData("role: a\ncommunication: {events: {¦emits: []}}", "SPK1023")]
    [InlineData("role: a\n¦rules: []", "SPK1023")]
    public void Read_BadAgent_IsOneLocatedError(string rest, string code) => Plugins.ShouldPoint("agent", rest, code);

    [Fact]
    public void Read_NoRole_IsMissing() =>
        Plugins.Read("agent", "").Diagnostics.ShouldHaveSingleItem().Message.ShouldStartWith("'role' is missing");
}
