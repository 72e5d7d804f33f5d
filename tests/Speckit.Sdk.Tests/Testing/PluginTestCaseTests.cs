using System.Text.Json.Nodes;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Testing;

/// <summary>The base class, used as plugins use it.</summary>
public sealed class PluginTestCaseTests : PluginTestCase
{
    protected override PluginHostBuilder CreatePlugin() => PluginHost.CreateBuilder().AddCommand<StrictCommand>();

    [Fact]
    public async Task RunAsync_SeveralTimes_StartsThePluginOnce()
    {
        var options = new JsonObject { ["severity"] = "low" };

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => RunAsync("demo:strict", options: (JsonObject)options.DeepClone()))
        );

        results.Length.ShouldBe(8);
        Host.Handlers.ShouldBe(["command:demo:strict"]);
    }

    [Fact]
    public async Task SendEventAsync_NoHook_IsFine() => await SendEventAsync(Host.CreateEvent("system.init"));

    [Fact]
    public async Task Call_BeforeStart_SaysWhatToDo()
    {
        var call = () => Host.RunCommandAsync("demo:strict");

        (await Should.ThrowAsync<InvalidOperationException>(call)).Message.ShouldContain("StartAsync");
    }
}
