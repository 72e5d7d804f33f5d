using System.Collections.Immutable;
using Speckit.Host.Runtime;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Runtime;

public sealed class IntegrationSyncTests
{
    private const string Code = """
        def jira(params, host):
            host.call("console/write", text="jira " + params["direction"])
            return {"created": 2, "updated": 1, "failed": 0, "message": "all well"}
        def slack(params, host):
            if params["direction"] == "pull":
                raise Exception("slack only takes")
            return {"created": 1}
        """;

    private const string Provides = """
        provides:
          integrations:
            - { name: jira, description: Syncs, entrypoint: "src/main.py:jira" }
            - { name: slack, description: Syncs, entrypoint: "src/main.py:slack" }

        """;

    private static readonly PluginSource Source = new("sync")
    {
        Files = { ["src/main.py"] = Code },
        Provides = Provides,
    };

    [Fact]
    public async Task Run_AllOrOne_TellsWhatEachDid()
    {
        using var project = new TestProject();
        var plugin = await project.EnabledAsync(Source);

        var all = (await SyncAsync(project, plugin.Name, null, "both")).Value;
        var one = (await SyncAsync(project, plugin.Name, "slack", "push")).Value;

        all.Select(s => (s.Name, s.Result.Created, s.Result.Message))
            .ShouldBe([("jira", 2, "all well"), ("slack", 1, null)]);
        one.Single().Name.ShouldBe("slack");
        project.Console.Lines.ShouldBe(["info: jira both"]);
        project.AuditLines.ShouldContain(l => l.Contains("\"sync\"") && l.Contains("2 created, 1 updated, 0 failed"));
    }

    [Fact]
    public async Task Run_Fails_IsToldAndAudited()
    {
        using var project = new TestProject();
        var plugin = await project.EnabledAsync(Source);

        var failed = await SyncAsync(project, plugin.Name, null, "pull");

        failed.Diagnostics[0].Message.ShouldContain("slack only takes");
        project.AuditLines[^1].ShouldContain("\"outcome\":\"failed\"");
    }

    [Fact]
    public async Task Run_NothingToSync_SaysWhatToDo()
    {
        using var project = new TestProject();
        var absent = PluginName.Parse("absent");
        (await SyncAsync(project, absent, null, "both"))
            .Diagnostics[0]
            .Hint.ShouldBe("run 'specify plugin install absent'");
        var plugin = await project.InstalledAsync(Source);
        (await SyncAsync(project, plugin.Name, null, "both"))
            .Diagnostics[0]
            .Hint.ShouldBe("run 'specify plugin enable sync'");
        (await project.EnableAsync(plugin.Name)).Succeeded.ShouldBeTrue();

        (await SyncAsync(project, plugin.Name, "trello", "both"))
            .Diagnostics[0]
            .ToString()
            .ShouldContain("sync has no integration trello (it has: jira, slack)");
        var agent = await project.EnabledAsync(new PluginSource("agent"));
        (await SyncAsync(project, agent.Name, null, "both")).Diagnostics[0].Message.ShouldContain("no integration");
    }

    private static async Task<Result<ImmutableArray<SyncedIntegration>>> SyncAsync(
        TestProject project,
        PluginName name,
        string? integration,
        string direction
    )
    {
        await using var pool = new PluginPool(project.Host, project.Factory());
        return await new IntegrationSync(project.Host, pool).RunAsync(name, integration, direction, default);
    }
}
