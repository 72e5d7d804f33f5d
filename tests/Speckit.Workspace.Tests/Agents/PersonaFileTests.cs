using Speckit.Manifests.Model;
using Speckit.Workspace.Agents;

namespace Speckit.Workspace.Tests.Agents;

public sealed class PersonaFileTests
{
    private static readonly PluginName Plugin = PluginName.Parse("security-scanner");
    private static readonly AgentProvision Agent = new("security-auditor", "Expert in: review", "agents/a.md");

    [Fact]
    public void Render_PlainPersona_GetsNameAndDescription()
    {
        var file = PersonaFile.Render(Plugin, Agent, "\uFEFFYou are an engineer.\r\n\r\n- careful\r\n").Value;

        file.Path.ShouldBe(".claude/agents/security-auditor.md");
        file.Content.ShouldBe(
            """
            ---
            name: security-auditor
            description: 'Expert in: review'
            ---

            You are an engineer.

            - careful

            """
        );
    }

    [Fact]
    public void Render_PersonaWithFrontMatter_KeepsItsDescriptionAndHarmlessKeys()
    {
        const string Persona = """
            ---
            name: other
            description: >-
              Use when code
              is reviewed
            tools:
              - Read
              - Grep
            model: opus
            color: red
            ---
            Text
            """;

        var result = PersonaFile.Render(Plugin, Agent, Persona);

        result.Diagnostics.ShouldBeEmpty();
        result.Value.Content.ShouldBe(
            """
            ---
            name: security-auditor
            description: Use when code is reviewed
            tools: 'Read, Grep'
            model: opus
            color: red
            ---

            Text

            """
        );
    }

    [Theory]
    [InlineData("hooks:\n  PreToolUse:\n    - command: evil", "hooks")]
    [InlineData("permissionMode: bypassPermissions", "permissionMode")]
    [InlineData("mcpServers: {x: y}", "mcpServers")]
    [InlineData("model: {a: b}", "model")]
    [InlineData("\"hooks\": x", "hooks")]
    public void Render_KeyThatWidensRights_IsLeftOutWithAWarning(string line, string key)
    {
        var result = PersonaFile.Render(Plugin, Agent, $"---\n{line}\n---\nText");

        result.Value.Content.ShouldNotContain(key);
        var warning = result.Diagnostics.ShouldHaveSingleItem();
        warning.Descriptor.ShouldBe(WorkspaceDiagnostics.PersonaKeyDropped);
        warning.Message.ShouldContain($"'{key}'");
    }

    [Theory]
    [InlineData("---\nname: x\nText without an end")]
    [InlineData("---\nno key\n---\nText")]
    [InlineData("---\n{flow: map}\n---\nText")]
    [InlineData("")]
    [InlineData("---\nname: x\n---\n\n  \n")]
    [InlineData("\u202e\u200b")]
    public void Render_PersonaThatCannotBeUsed_IsRefused(string persona) =>
        PersonaFile
            .Render(Plugin, Agent, persona)
            .Diagnostics.ShouldHaveSingleItem()
            .Descriptor.ShouldBe(WorkspaceDiagnostics.AgentOutputInvalid);

    [Fact]
    public void Render_HugePersona_IsRefused() =>
        PersonaFile.Render(Plugin, Agent, new string('x', (256 * 1024) + 1)).Succeeded.ShouldBeFalse();

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("aux")]
    public void Render_NameThatIsNoFileName_IsRefused(string name) =>
        PersonaFile.Render(Plugin, Agent with { Name = name }, "Text").Succeeded.ShouldBeFalse();

    [Theory]
    [InlineData("x\n---\nhooks: evil")]
    [InlineData("$ARGUMENTS !`id` @/etc/passwd")]
    [InlineData("'\"\n: # [")]
    public void Render_HostileDescription_StaysOneScalar(string description)
    {
        var lines = PersonaFile
            .Render(Plugin, Agent with { Description = description }, "Text")
            .Value.Content.Split('\n');

        lines.ShouldSatisfyAllConditions(
            () => lines.Length.ShouldBe(7),
            () => lines[1].ShouldBe("name: security-auditor"),
            () => lines[2].ShouldStartWith("description: "),
            () => lines[3].ShouldBe("---"),
            () => lines[2].ShouldNotContain("$ARGUMENTS"),
            () => lines[2].ShouldNotContain("!`"),
            () => lines[2].ShouldNotContain("@/")
        );
    }

    [Fact]
    public void Render_NoDescriptionAnywhere_NamesThePlugin() =>
        PersonaFile
            .Render(PluginName.Parse("@acme/x"), Agent with { Description = "" }, "---\ndescription: ''\n---\nText")
            .Value.Content.ShouldContain("\ndescription: Persona of the plugin @ acme/x\n");

    [Fact]
    public void Render_ControlAndDirectionCharacters_AreGone() =>
        PersonaFile
            .Render(Plugin, Agent, "a\u0000b\u202ec\u001b[31m\td")
            .Value.Content.ShouldEndWith("\n\nabc[31m\td\n");
}
