using System.Net.Sockets;
using System.Text;
using Speckit.Host.Resident;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Resident;

public sealed class ResidentRunTests
{
    [Fact]
    public async Task Run_Twice_IsAnsweredByOneProcessWithALineForEach()
    {
        using var project = new TestProject();
        await project.EnabledAsync(TokenPlugin.Source);
        await using var session = await ResidentSession.StartAsync(project);

        var first = await session.ReturnOfAsync("py:token");
        var starts = project.AuditLines.Count(l => l.Contains("\"start\""));
        (await session.ReturnOfAsync("py:token")).ShouldBe(first);

        project.AuditLines.Count(l => l.Contains("\"start\"")).ShouldBe(starts);
        project.AuditLines.Count(l => l.Contains("\"run\"") && l.Contains("\"done\"")).ShouldBe(2);
        (await project.Host.Audit.FindBreakAsync(default)).ShouldBeNull();
        var status = session.Status().ShouldNotBeNull();
        status.Calls.ShouldBe(2);
        status.Plugins.ShouldBe(["py"]);
        status.ProcessId.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public async Task Run_PluginThatSpeaks_IsHeardInOrderBeforeTheAnswer()
    {
        using var project = new TestProject();
        await project.EnabledAsync(TokenPlugin.Source);
        await using var session = await ResidentSession.StartAsync(project);

        (await session.ReturnOfAsync("py:say")).ShouldBe("said");

        session.Console.Lines.ShouldBe(["info: one", "progress: two", "finding: three", "log: four"]);
        session.Console.Findings.Single().File.ShouldBe("f");
    }

    [Fact]
    public async Task Run_ThatFails_GivesTheErrorsOfAColdRun()
    {
        using var project = new TestProject();
        await project.EnabledAsync(TokenPlugin.Source);
        await using var session = await ResidentSession.StartAsync(project);
        foreach (var command in new[] { "py:boom", "py:die" })
        {
            await using var run = new Run(project);
            var cold = (await run.CommandAsync(command)).Diagnostics[0];

            var warm = (await session.RunAsync(command)).ShouldNotBeNull().Diagnostics[0];

            warm.Code.ShouldBe(cold.Code);
            warm.Descriptor.Kind.ShouldBe(cold.Descriptor.Kind);
            warm.Message.ShouldBe(cold.Message);
            warm.Hint.ShouldBe(cold.Hint);
        }

        (await session.FailureOfAsync("py:none")).ShouldBe("SPK6001");
        (await session.ReturnOfAsync("py:say")).ShouldBe("said");
    }

    [Fact]
    public async Task Run_Interrupted_TellsThePluginAndEndsIt()
    {
        using var project = new TestProject();
        var plugin = await project.EnabledAsync(TokenPlugin.Source);
        await using var session = await ResidentSession.StartAsync(project);
        var before = await session.ReturnOfAsync("py:token");
        using var interrupt = new CancellationTokenSource();
        var running = session.RunAsync("py:wait", interrupt.Token);
        await session.Console.First;

        await interrupt.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        await WaitAsync(async () => await session.RunAsync("py:token") is { Succeeded: true });
        (await session.ReturnOfAsync("py:token")).ShouldNotBe(before);
        var notes = Path.Combine(project.Layout.PluginDataDirectory(plugin.Name), "home", "cancelled");
        File.Exists(notes).ShouldBeTrue("the plugin was not told");
        project.AuditLines.ShouldContain(l => l.Contains("interrupted"));
    }

    [Fact]
    public async Task Run_WhileAnotherRuns_IsLeftToAColdRun()
    {
        using var project = new TestProject();
        await project.EnabledAsync(TokenPlugin.Source);
        await using var session = await ResidentSession.StartAsync(project);
        using var interrupt = new CancellationTokenSource();
        var running = session.RunAsync("py:wait", interrupt.Token);
        await session.Console.First;

        (await session.RunAsync("py:token")).ShouldBeNull();
        await using var run = new Run(project);
        (await run.CommandAsync("py:token")).Succeeded.ShouldBeTrue();

        await interrupt.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        (await project.CreateHost().Audit.FindBreakAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Run_HostEndsMeanwhile_IsAnErrorAndNotRunAgain()
    {
        using var project = new TestProject();
        await project.EnabledAsync(TokenPlugin.Source);
        await using var session = await ResidentSession.StartAsync(project);
        var running = session.RunAsync("py:wait");
        await session.Console.First;

        await session.EndAsync();

        var ran = (await running).ShouldNotBeNull();
        ran.Diagnostics[0].Code.ShouldBe("SPK6040");
        (await session.Served).Succeeded.ShouldBeTrue();
        File.Exists(session.Place.Socket).ShouldBeFalse();
        (await session.RunAsync("py:token")).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32005,\"message\":\"busy\"}}\n")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32006,\"message\":\"other\"}}\n")]
    [InlineData("not JSON\n")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"meth")]
    public async Task Run_HostThatNeverBegan_IsLeftToAColdRun(string answer)
    {
        using var project = new TestProject();
        using var listener = Answer(project, answer);

        (await RunAsync(project)).ShouldBe("cold");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON\n")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1}\n")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"full\"}}\n")]
    public async Task Run_HostThatBeganAndFailed_IsAnErrorAndNotRunAgain(string answer)
    {
        using var project = new TestProject();
        using var listener = Answer(
            project,
            "{\"jsonrpc\":\"2.0\",\"method\":\"resident/began\",\"params\":{}}\n" + answer
        );

        (await RunAsync(project)).ShouldBe("SPK6040");
    }

    private static async Task<string> RunAsync(TestProject project)
    {
        return await Task.Run(() =>
        {
            using var client = ResidentClient.TryConnect(project.User, project.Layout, null).ShouldNotBeNull();
            var ran = client.TryRun(
                new("py:x", [], new Dictionary<string, System.Text.Json.JsonElement>()),
                new Dictionary<string, string>(),
                project.Console,
                _ => { },
                default
            );
            return ran is null ? "cold" : ran.Diagnostics[0].Code;
        });
    }

    /// <summary>Something that answers the first line with a text and closes.</summary>
    private static Socket Answer(TestProject project, string text)
    {
        var place = ResidentPlace.Of(project.User, project.Layout);
        place.Prepare().Succeeded.ShouldBeTrue();
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(place.Socket));
        listener.Listen();
        _ = Task.Run(async () =>
        {
            using var caller = await listener.AcceptAsync();
            _ = await caller.ReceiveAsync(new byte[64 * 1024]);
            await caller.SendAsync(Encoding.UTF8.GetBytes(text));
            caller.Shutdown(SocketShutdown.Send);
        });
        return listener;
    }

    private static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 300 && !await isSo(); i++)
        {
            await Task.Delay(100);
        }
    }
}
