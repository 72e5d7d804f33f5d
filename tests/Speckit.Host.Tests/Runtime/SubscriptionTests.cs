using System.Text.Json;
using Speckit.Host.Runtime;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Tests.Runtime;

public sealed class SubscriptionTests
{
    private const string Code = """
        def run_listen(params, host):
            host.call("events/subscribe", patterns=params["arguments"])
        def run_emit(params, host):
            for i in range(5):
                host.call("events/emit", type=f"plugin.py.n{i}")
        def subscribed(params, host):
            if params["event"]["type"].endswith("n3"):
                raise Exception("not that one")
            host.call("console/write", text="saw " + params["event"]["type"])
        """;

    [Fact]
    public async Task Deliver_SubscribedEvents_ComeInOrderPastFailures()
    {
        using var project = new TestProject();
        await project.EnabledAsync(PluginSource.Python("py", Code, "listen", "emit"));
        await project.EnabledAsync(PluginSource.Python("other", Code, "listen"));
        var failures = new List<Diagnostic>();
        await using var run = new Run(project);
        await using var hooks = new HookDispatcher(project.Host, run.Pool, failures.Add);
        (await run.CommandAsync("py:listen", "plugin.py.*")).Succeeded.ShouldBeTrue();
        (await run.CommandAsync("other:listen", "plugin.py.n1")).Succeeded.ShouldBeTrue();

        (await run.CommandAsync("py:emit")).Succeeded.ShouldBeTrue();
        await hooks.DeliverAsync(default);

        var seen = project.Console.Lines.Where(l => l != "info: saw plugin.py.n1").ToArray();
        seen.ShouldBe(["info: saw plugin.py.n0", "info: saw plugin.py.n2", "info: saw plugin.py.n4"]);
        project.Console.Lines.Count(l => l == "info: saw plugin.py.n1").ShouldBe(2);
        failures.Single().Message.ShouldContain("py failed on plugin.py.n3, which it subscribed to");
        project.AuditLines.Count(l => l.Contains("\"subscription\"")).ShouldBe(6);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"\"]")]
    [InlineData("[null]")]
    [InlineData("[\"a..b\"]")]
    [InlineData("[\"**.a\"]")]
    [InlineData("[\"a.B\"]")]
    [InlineData("[\"a\", \"b c\"]")]
    [InlineData("null")]
    public async Task Subscribe_NoPattern_IsRefused(string patterns)
    {
        using var project = new TestProject();
        using var plugin = new ServiceCaller(project, []);

        var refused = await Should.ThrowAsync<Speckit.Protocol.RpcErrorException>(() =>
            plugin.CallAsync("events/subscribe", $$"""{"patterns":{{patterns}}}""", default)
        );

        refused.Code.ShouldBe(-32602);
    }

    [Fact]
    public async Task Subscribe_TooManyPatterns_ReachesTheLimit()
    {
        using var project = new TestProject();
        using var plugin = new ServiceCaller(project, []);
        var many = JsonSerializer.Serialize(Enumerable.Range(0, 101).Select(i => $"a.b{i}"));

        var refused = await Should.ThrowAsync<Speckit.Protocol.RpcErrorException>(() =>
            plugin.CallAsync("events/subscribe", $$"""{"patterns":{{many}}}""", default)
        );

        refused.Code.ShouldBe(-32008);
        refused.ErrorData!.Value.GetProperty("limit").GetString().ShouldBe("subscriptions");
        plugin.Context.Subscriptions.Match("a.b1").ShouldBeFalse();
        _ = await plugin.CallAsync("events/subscribe", """{"patterns":["a.**","*"]}""", default);
        plugin.Context.Subscriptions.Match("a.b1").ShouldBeTrue();
    }
}
