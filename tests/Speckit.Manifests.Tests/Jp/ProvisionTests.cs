using Speckit.Manifests.Model;

namespace Speckit.Manifests.Tests.Jp;

public sealed class ProvisionTests
{
    [Theory]
    [InlineData("before", PhaseMode.Before)]
    [InlineData("after", PhaseMode.After)]
    [InlineData("replace", PhaseMode.Replace)]
    [InlineData("wrap", PhaseMode.Wrap)]
    public void Read_WorkflowMode_IsRead(string word, PhaseMode mode) =>
        Manifests
            .Provides($"  workflows: [{{name: w, description: d, phase: plan, mode: {word}, entrypoint: x}}]\n")
            .Workflows[0]
            .Mode.ShouldBe(mode);

    [Theory]
    [InlineData("{name: w, description: d, phase: plan, mode: ¦around, entrypoint: x}", "SPK1030")]
    [InlineData("¦{name: w, description: d, phase: plan, entrypoint: x}", "SPK1024")]
    [InlineData("{name: w, description: d, phase: ¦Plan, mode: wrap, entrypoint: x}", "SPK1027")]
    [InlineData("¦{name: w, description: d, mode: wrap, entrypoint: x}", "SPK1024")]
    public void Read_BadWorkflow_IsOneLocatedError(string workflow, string code) =>
        Manifests.ShouldPoint($"provides:\n  workflows: [{workflow}]\n", code);

    [Fact]
    public void Read_PhaseReplacedTwice_IsDuplicate() =>
        Manifests.ShouldPoint(
            "provides:\n  workflows:\n"
                + "  - {name: a, description: d, phase: plan, mode: replace, entrypoint: x}\n"
                + "  - ¦{name: b, description: d, phase: plan, mode: replace, entrypoint: x}\n"
                + "  - {name: c, description: d, phase: plan, mode: wrap, entrypoint: x}\n",
            "SPK1032"
        );

    [Fact]
    public void Read_Stacks_AreCodeOrTemplates()
    {
        var stacks = Manifests
            .Provides(
                "  stacks: [{name: a, description: d, entrypoint: x.py}, {name: b, description: d, template_dir: ./t/}]\n"
            )
            .Stacks;

        (stacks[0].Entrypoint!.Path, stacks[0].TemplateDirectory).ShouldBe(("x.py", null));
        (stacks[1].Entrypoint, stacks[1].TemplateDirectory).ShouldBe((null, "t"));
    }

    [Theory]
    [InlineData("¦{name: a, description: d}", "SPK1037")]
    [InlineData("¦{name: a, description: d, entrypoint: x, template_dir: t}", "SPK1037")]
    [InlineData("{name: a, description: d, template_dir: ¦../t}", "SPK1033")]
    [InlineData("{name: a, description: d, template_dir: ¦/}", "SPK1033")]
    [InlineData("{name: a, description: d, template_dir: ¦3}", "SPK1025")]
    public void Read_BadStack_IsOneLocatedError(string stack, string code) =>
        Manifests.ShouldPoint($"provides:\n  stacks: [{stack}]\n", code);

    [Fact]
    public void Read_Squad_KnowsItsMembers()
    {
        var squad = Manifests
            .Provides(Agents + "  squads: [{name: s, description: d, members: [a, b], lead: b}]\n")
            .Squads[0];

        squad.Members.ShouldBe(["a", "b"]);
        squad.Lead.ShouldBe("b");
    }

    [Theory]
    [InlineData("{name: s, description: d, members: [a, ¦bc]}", "SPK1038")]
    [InlineData("{name: s, description: d, members: [a], lead: ¦b}", "SPK1038")]
    [InlineData("{name: s, description: d, members: ¦[]}", "SPK1026")]
    [InlineData("{name: s, description: d, members: ¦a}", "SPK1025")]
    [InlineData("{name: s, description: d, members: [¦{a: b}]}", "SPK1025")]
    [InlineData("{name: s, description: d, members: [a]}, ¦{name: s, description: d, members: [a]}", "SPK1032")]
    [InlineData("¦{name: s, description: d}", "SPK1024")]
    public void Read_BadSquad_IsOneLocatedError(string squad, string code) =>
        Manifests.ShouldPoint($"provides:\n{Agents}  squads: [{squad}]\n", code);

    [Fact]
    public void Read_MembersOfRequiredPlugins_AreCheckedLater() =>
        Manifests
            .Read(
                "provides:\n  squads: [{name: s, description: d, members: [other]}]\nrequires:\n  plugins: [{name: o, version: '*'}]\n"
            )
            .Value.Provides.Squads[0]
            .Members.ShouldBe(["other"]);

    [Theory]
    [InlineData("agents: [¦{name: a, description: d}]", "SPK1024")]
    [InlineData("agents: [{name: ¦a b, description: d, persona_file: a.md}]", "SPK1027")]
    [InlineData("agents: [{name: ¦a., description: d, persona_file: a.md}]", "SPK1027")]
    [InlineData(
        "agents: [{name: a, description: d, persona_file: a.md}, ¦{name: a, description: d, persona_file: b.md}]",
        "SPK1032"
    )]
    [InlineData("integrations: [¦{name: a, entrypoint: x}]", "SPK1024")]
    [InlineData("integrations: ¦{}", "SPK1025")]
    [InlineData("¦comands: []", "SPK1023")]
    [InlineData("¦commands:", "SPK1025")]
    public void Read_BadProvision_IsOneLocatedError(string provision, string code) =>
        Manifests.ShouldPoint($"provides:\n  {provision}\n", code);

    private const string Agents =
        "  agents: [{name: a, description: d, persona_file: a.md}, {name: b, description: d, persona_file: b.md}]\n";
}
