using System.Text.Json.Nodes;
using Speckit.Sdk.Testing;
using TodoFinder;

namespace Documentation.Samples;

public sealed class ListCommandTests
{
    [Fact]
    public async Task RunAsync_WithComment_ShowsItAndCreatesATask()
    {
        await using var host = new PluginTestHost { PluginName = "todo-finder" };
        host.Project.CreateFile("src/App.cs", "var x = 1; // TODO name it\n");
        await host.StartAsync(TodoPlugin.Create());

        var result = await host.RunCommandAsync("todo:list", ["src"], new JsonObject { ["tasks"] = true });

        result.ExitCode.ShouldBe(1);
        host.Findings.Single().Line.ShouldBe(1);
        host.Backlog.Tasks.Single().Title.ShouldBe("src/App.cs:1");
        host.Events.Single().Type.ShouldBe("plugin.todo.found");
    }

    [Fact]
    public async Task RunAsync_WithoutBacklogWrite_IsDenied()
    {
        await using var host = new PluginTestHost();
        host.Project.CreateFile("App.cs", "// TODO\n");
        host.Capabilities.Remove("backlog.write");
        await host.StartAsync(TodoPlugin.Create());

        var run = () => host.RunCommandAsync("todo:list", [], new JsonObject { ["tasks"] = true });

        (await run.ShouldThrowAsync<Speckit.Protocol.RpcErrorException>()).Message.ShouldContain("backlog.write");
    }

    [Fact]
    public async Task RunAsync_WithOtherWord_LooksForThat()
    {
        await using var host = new PluginTestHost();
        host.Config["word"] = "FIXME";
        host.Project.CreateFile("App.cs", "// TODO a\n// FIXME b\n");
        await host.StartAsync(TodoPlugin.Create());

        await host.RunCommandAsync("todo:list");

        host.Findings.Single().Title.ShouldBe("FIXME b");
    }
}
