using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Context;

public class EventsClientTests
{
    [Fact]
    public async Task Subscribe_MatchingEvent_IsHandledUntilDisposed()
    {
        var mock = MockContext.Create();
        var heard = new List<string>();
        var subscription = await mock.Context.Events.SubscribeAsync("workflow.**", (e, _) => Note(heard, e.Type));

        await mock.SendEventAsync(mock.CreateEvent("workflow.plan.completed"));
        await mock.SendEventAsync(mock.CreateEvent("system.init"));
        subscription.Dispose();
        await mock.SendEventAsync(mock.CreateEvent("workflow.plan.failed"));

        heard.ShouldBe(["workflow.plan.completed"]);
        mock.Subscriptions.ShouldBe(["workflow.**"]);
    }

    [Fact]
    public async Task Subscribe_InASession_HearsEventsWithoutAHandlersName()
    {
        var heard = new List<string>();
        await using var host = new PluginTestHost();
        await host.StartAsync(
            PluginHost
                .CreateBuilder()
                .AddHook<LoudHook>("system.*")
                .OnActivate(
                    async (context, ct) =>
                    {
                        await context.Events.SubscribeAsync(
                            "**",
                            (_, _) => throw new InvalidOperationException("deaf"),
                            ct
                        );
                        await context.Events.SubscribeAsync(
                            "**",
                            (e, _) => Note(heard, $"{e.Feature} {e.Payload}"),
                            ct
                        );
                    }
                )
        );
        var envelope = host.CreateEvent("system.init", new JsonObject { ["a"] = 1 }, feature: "f");

        var error = await Should.ThrowAsync<Speckit.Protocol.RpcErrorException>(() => host.SendEventAsync(envelope));
        await host.SendEventAsync(envelope, typeof(LoudHook).FullName);

        var json = ProtocolJsonContext.Default;
        var entryPoint = new HookInvokeParams(envelope, Path: "bin/Plugin");
        await host.CallAsync(Methods.HookInvoke, entryPoint, json.HookInvokeParams, json.Empty);

        error.Message.ShouldContain("deaf");
        heard.ShouldBe(["f {\"a\":1}"]);
        host.ConsoleLines.Count.ShouldBe(3);
        host.Subscriptions.ShouldBe(["**", "**"]);
    }

    [Fact]
    public async Task Subscribe_HostRefuses_LeavesNothingBehind()
    {
        var mock = MockContext.Create();
        mock.CallLimits["events/subscribe"] = 0;
        var heard = new List<string>();

        await Should.ThrowAsync<LimitReachedException>(() =>
            mock.Context.Events.SubscribeAsync("**", (e, _) => Note(heard, e.Type))
        );
        await mock.SendEventAsync(mock.CreateEvent("system.init"));

        heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task Emit_PayloadThatIsNoObject_IsRefused()
    {
        var mock = MockContext.Create();
        var payload = JsonValue.Create(3);
        var json = ProtocolJsonContext.Default.JsonElement;
        using var document = System.Text.Json.JsonDocument.Parse(payload.ToJsonString());

        (await mock.Context.Events.EmitAsync(new EmitEventParams("plugin.x"))).ShouldStartWith("evt_");
        var error = await Should.ThrowAsync<HostErrorException>(() =>
            mock.Context.Events.EmitAsync("plugin.x", document.RootElement, json)
        );

        error.Kind.ShouldBe(HostErrorKind.InvalidParams);
        mock.Events.Count.ShouldBe(1);
    }

    private static Task Note(List<string> list, string text)
    {
        list.Add(text);
        return Task.CompletedTask;
    }

    private sealed class LoudHook : EventHook
    {
        public override Task HandleAsync(
            EventEnvelope envelope,
            PluginContext context,
            CancellationToken cancellationToken
        ) => context.Console.WriteAsync("hook", cancellationToken);
    }
}
