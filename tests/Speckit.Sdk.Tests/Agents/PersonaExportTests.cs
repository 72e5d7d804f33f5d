namespace Speckit.Sdk.Tests.Agents;

public sealed class PersonaExportTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"personas-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Export_Persona_WritesFrontMatterAndText()
    {
        var (code, output, _) = await ExportAsync(PluginHost.CreateBuilder().AddPersona<Auditor>().AddSquad<Team>());

        code.ShouldBe(0);
        Directory.GetFiles(_folder).ShouldBe([Path.Combine(_folder, "auditor.md")]);
        (await File.ReadAllTextAsync(Path.Combine(_folder, "auditor.md"))).ShouldBe(
            """
            ---
            name: "auditor"
            description: "Finds \"holes\": all \\ of them"
            tools: "Read, Grep"
            model: "sonnet"
            color: "red"
            ---

            You review code.

            - Never guess.

            ## Capabilities

            - code_review

            """
        );
        output.ShouldBe(
            $"""
            provides:
              agents:
                - name: auditor
                  description: "Finds \"holes\": all \\ of them"
                  persona_file: {Path.GetFileName(_folder)}/auditor.md
              squads:
                - name: team
                  description: "Works together"
                  members: [auditor]
                  lead: auditor

            """
        );
    }

    [Fact]
    public async Task Export_Again_ReplacesTheFile()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "auditor.md"), new string('x', 100_000));

        await ExportAsync(PluginHost.CreateBuilder().AddPersona<Auditor>());

        (await File.ReadAllTextAsync(Path.Combine(_folder, "auditor.md"))).ShouldStartWith("---\nname: ");
        Directory.GetFiles(_folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Export_MistakesOfTheAuthor_AreToldAndNothingIsWritten()
    {
        (await ErrorAsync(PluginHost.CreateBuilder().AddPersona<BadName>())).ShouldContain("'../up'");
        (await ErrorAsync(PluginHost.CreateBuilder().AddPersona<Silent>())).ShouldContain("a description and a text");
        (await ErrorAsync(PluginHost.CreateBuilder().AddSquad<Team>())).ShouldContain("no persona of this plugin");
        (await ErrorAsync(PluginHost.CreateBuilder().AddSquad<Empty>())).ShouldContain("has no members");
        (await ErrorAsync(PluginHost.CreateBuilder().AddPersona<Auditor>().AddSquad<Headless>())).ShouldContain(
            "no member of it"
        );
        Directory.Exists(_folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Export_FolderCannotBe_IsTold()
    {
        await File.WriteAllTextAsync(_folder, "a file");
        try
        {
            (await ErrorAsync(PluginHost.CreateBuilder().AddPersona<Auditor>())).ShouldStartWith("error: ");
        }
        finally
        {
            File.Delete(_folder);
        }
    }

    [Fact]
    public async Task RunAsync_ExportArgument_ExportsInsteadOfServing()
    {
        (await PluginHost.CreateBuilder().AddPersona<Auditor>().RunAsync(["--export-personas", _folder])).ShouldBe(0);

        File.Exists(Path.Combine(_folder, "auditor.md")).ShouldBeTrue();
        (await PluginHost.CreateBuilder().RunAsync(["--export-personas"])).ShouldBe(2);
    }

    [Fact]
    public void Add_SameNameTwice_Throws()
    {
        var builder = PluginHost.CreateBuilder().AddPersona<Auditor>().AddSquad<Team>();

        Should.Throw<InvalidOperationException>(() => builder.AddPersona<Auditor>());
        Should.Throw<InvalidOperationException>(() => builder.AddSquad<Team>());
    }

    private async Task<string> ErrorAsync(PluginHostBuilder plugin)
    {
        var (code, output, errors) = await ExportAsync(plugin);
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        return errors;
    }

    private async Task<(int Code, string Output, string Errors)> ExportAsync(PluginHostBuilder plugin)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await plugin.ExportPersonasAsync(_folder, output, errors, CancellationToken.None);
        return (code, output.ToString(), errors.ToString());
    }

    private sealed class Auditor : AgentPersona
    {
        public override string Name => "auditor";

        public override string Description => "Finds \"holes\":\nall \\ of them";

        public override string Persona =>
            """

                You review code.

                - Never guess.

                """;

        public override IReadOnlyList<string> Capabilities => ["code_review"];

        public override IReadOnlyList<string> Tools => ["Read", "Grep"];

        public override string Model => "sonnet";

        public override string Color => "red";
    }

    private sealed class BadName : AgentPersona
    {
        public override string Name => "../up";

        public override string Description => "d";

        public override string Persona => "p";
    }

    private sealed class Silent : AgentPersona
    {
        public override string Name => "silent";

        public override string Description => "d";

        public override string Persona => " ";
    }

    private sealed class Team : Squad
    {
        public override string Name => "team";

        public override string Description => "Works together";

        public override IReadOnlyList<string> Members => ["auditor"];

        public override string Lead => "auditor";
    }

    private sealed class Empty : Squad
    {
        public override string Name => "empty";

        public override string Description => "d";

        public override IReadOnlyList<string> Members => [];
    }

    private sealed class Headless : Squad
    {
        public override string Name => "headless";

        public override string Description => "d";

        public override IReadOnlyList<string> Members => ["auditor"];

        public override string Lead => "nobody";
    }
}
