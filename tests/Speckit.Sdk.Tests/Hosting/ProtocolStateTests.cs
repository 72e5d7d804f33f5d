using System.IO.Pipelines;
using System.Text.Json;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Hosting;

/// <summary>When which method may be called, and what happens to several at once.</summary>
public class ProtocolStateTests
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(20);

    public static TheoryData<string> MethodsOfAPlugin =>
        [
            Methods.Activate,
            Methods.Deactivate,
            Methods.Configure,
            Methods.CommandRun,
            Methods.HookInvoke,
            Methods.PhaseBefore,
            Methods.PhaseAfter,
            Methods.PhaseReplace,
            Methods.IntegrationSync,
            Methods.StackIsCompatible,
            Methods.StackConfiguration,
            Methods.StackScaffold,
            Methods.OutcomeValidate,
            Methods.OutcomeDefaultStack,
            Methods.OutcomeAcceptance,
            Methods.GuardrailCheck,
            Methods.TemplateContext,
            Methods.TemplatePostProcess,
            Methods.MigrateConfig,
            Methods.MigrateData,
        ];

    [Theory]
    [MemberData(nameof(MethodsOfAPlugin))]
    public async Task Any_BeforeInitialize_IsWrongState(string method)
    {
        await using var plugin = new RawPlugin(PluginHost.CreateBuilder());
        const string Everything = """
            {"config":{},"name":"n","arguments":[],"options":{},"phase":"p","direction":"push","type":"t","files":[],
             "content":"c","from":"1","to":"2","event":{"id":"e","type":"a.b","version":"1","time":"2026-01-01T00:00:00Z","project":"p","source":"core"}}
            """;

        var error = await Should.ThrowAsync<RpcErrorException>(() => plugin.CallAsync(method, Everything));

        error.Code.ShouldBe(RpcErrorCodes.WrongState);
    }

    [Theory]
    [MemberData(nameof(MethodsOfAPlugin))]
    public async Task Any_ParametersOfAnotherKind_AreInvalid(string method)
    {
        if (method is Methods.Activate or Methods.Deactivate)
        {
            return;
        }

        await using var plugin = new RawPlugin(PluginHost.CreateBuilder());
        await plugin.InitializeAsync();

        foreach (var parameters in new[] { "{}", "[]", "3" })
        {
            var error = await Should.ThrowAsync<RpcErrorException>(() => plugin.CallAsync(method, parameters));
            error.Code.ShouldBe(RpcErrorCodes.InvalidParams, parameters);
        }
    }

    [Fact]
    public async Task Any_UnknownMethod_IsNotFound()
    {
        await using var plugin = new RawPlugin(PluginHost.CreateBuilder());
        await plugin.InitializeAsync();

        var error = await Should.ThrowAsync<RpcErrorException>(() => plugin.CallAsync("command/fly", "{}"));

        error.Code.ShouldBe(RpcErrorCodes.MethodNotFound);
    }

    [Fact]
    public async Task Shutdown_BeforeInitialize_IsAnswered()
    {
        await using var plugin = new RawPlugin(PluginHost.CreateBuilder());

        (await plugin.CallAsync(Methods.Shutdown, "{}")).ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task Initialize_AfterOtherProtocol_MaySucceed()
    {
        await using var plugin = new RawPlugin(PluginHost.CreateBuilder().AddCommand<StrictCommand>());
        await Should.ThrowAsync<RpcErrorException>(() => plugin.InitializeAsync(protocol: 2));

        var answer = await plugin.InitializeAsync();

        answer.GetProperty("handlers").EnumerateArray().Single().GetString().ShouldBe("command:demo:strict");
    }

    [Fact]
    public async Task Initialize_EverythingTheHostSays_IsInTheContext()
    {
        PluginContext? seen = null;
        await using var plugin = new RawPlugin(
            PluginHost
                .CreateBuilder()
                .OnInitialize(
                    (context, _) =>
                    {
                        seen = context;
                        return Task.CompletedTask;
                    }
                )
        );

        await plugin.InitializeAsync(
            more: ""","packageDir":"/pkg","ospecVersion":"1.0.0","entrypoints":[{"handler":"command:x","path":"bin/a.dll","member":"A","name":"x"}],"new":{}"""
        );

        seen!.PackageDirectory.ShouldBe("/pkg");
        seen.OspecVersion.ShouldBe("1.0.0");
        seen.Capabilities.Has("network").ShouldBeTrue();
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task Initialize_Verify_LeavesOutWhatCannotBeMade(bool verify, int handlers)
    {
        await using var plugin = new RawPlugin(
            PluginHost.CreateBuilder().AddCommand<StrictCommand>().AddCommand<BrokenCommand>()
        );

        var answer = await plugin.InitializeAsync(more: verify ? ",\"verify\":true" : "");

        answer.GetProperty("handlers").GetArrayLength().ShouldBe(handlers);
        answer.TryGetProperty("problems", out var problems).ShouldBe(verify);
        if (verify)
        {
            problems[0].GetProperty("handler").GetString().ShouldBe("command:demo:broken");
            problems[0].GetProperty("message").GetString().ShouldBe("broken at load");
        }

        var run = () => plugin.CallAsync(Methods.CommandRun, """{"name":"demo:broken","arguments":[],"options":{}}""");
        var error = await Should.ThrowAsync<RpcErrorException>(run);
        error.Code.ShouldBe(RpcErrorCodes.InternalError);
        error.Message.ShouldContain("broken at load");
    }

    [Fact]
    public async Task Configure_MistakeOfTheUser_IsTold()
    {
        await using var plugin = new RawPlugin(
            PluginHost.CreateBuilder().OnConfigure((_, _) => throw new UsageException("'level' must be 1 to 3."))
        );
        await plugin.InitializeAsync();

        var error = await Should.ThrowAsync<RpcErrorException>(() =>
            plugin.CallAsync(Methods.Configure, """{"config":{"level":9}}""")
        );

        (error.Code, error.Message).ShouldBe((RpcErrorCodes.InvalidParams, "'level' must be 1 to 3."));
    }

    [Fact]
    public async Task Hook_NamedByMember_RunsWhateverItMatches()
    {
        await using var host = new PluginTestHost();
        await host.StartAsync(PluginHost.CreateBuilder().AddHook<Outer.InnerHook>("workflow.implement.completed"));
        var alias = host.CreateEvent("implementation.completed");

        await host.SendEventAsync(alias, "Speckit.Sdk.Tests.Hosting.ProtocolStateTests.Outer.InnerHook");
        await host.SendEventAsync(alias);
        var error = await Should.ThrowAsync<RpcErrorException>(() => host.SendEventAsync(alias, "Nobody"));

        host.ConsoleLines.ShouldHaveSingleItem();
        (error.Code, error.Message).ShouldBe(
            (RpcErrorCodes.InvalidParams, "The plugin has no hook 'Nobody': add it with AddHook.")
        );
    }

    [Fact]
    public async Task Run_ManyAtOnce_AllAreServed()
    {
        var gate = new TaskCompletionSource();
        var waiting = 0;
        await using var host = new PluginTestHost();
        await host.StartAsync(
            PluginHost
                .CreateBuilder()
                .AddCommand<StrictCommand>()
                .OnConfigure(
                    (context, _) =>
                    {
                        if (context.Config.GetBool("wait", false) && Interlocked.Increment(ref waiting) == 40)
                        {
                            gate.SetResult();
                        }

                        return context.Config.GetBool("wait", false) ? gate.Task : Task.CompletedTask;
                    }
                )
        );
        host.Config["wait"] = true;

        // Each waits for the fortieth: one after the other would never end.
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.ConfigureAsync())).WaitAsync(s_wait);

        waiting.ShouldBe(40);
    }

    private static class Outer
    {
        public sealed class InnerHook : EventHook
        {
            public override Task HandleAsync(
                EventEnvelope envelope,
                PluginContext context,
                CancellationToken cancellationToken
            ) => context.Console.WriteAsync(envelope.Type, cancellationToken);
        }
    }

    [Command("demo:broken")]
    private sealed class BrokenCommand : Command
    {
        public BrokenCommand() => throw new InvalidOperationException("broken at load");

        public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
            Task.FromResult(CommandResult.Done);
    }

    private sealed class RawPlugin : IAsyncDisposable
    {
        private readonly Pipe _toPlugin = new();
        private readonly Task<int> _plugin;
        private readonly JsonRpcPeer _peer;

        public RawPlugin(PluginHostBuilder plugin)
        {
            var fromPlugin = new Pipe();
            _plugin = plugin.ServeAsync(
                _toPlugin.Reader.AsStream(),
                fromPlugin.Writer.AsStream(),
                TextWriter.Null,
                CancellationToken.None
            );
            _peer = new JsonRpcPeer(fromPlugin.Reader.AsStream(), _toPlugin.Writer.AsStream());
            _peer.Start();
        }

        public Task<JsonElement> InitializeAsync(int protocol = 1, string more = "") =>
            CallAsync(
                Methods.Initialize,
                $$"""{"protocol":{{protocol}},"host":{"name":"h","version":"1"},"plugin":{"name":"p","version":"1"},"project":{"root":"/p","name":"p"},"dataDir":"/d","capabilities":["network"]{{more}}}"""
            );

        public async Task<JsonElement> CallAsync(string method, string parameters)
        {
            using var json = JsonDocument.Parse(parameters);
            var element = ProtocolJsonContext.Default.JsonElement;
            return await _peer.RequestAsync(method, json.RootElement.Clone(), element, element, CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            await _toPlugin.Writer.CompleteAsync();
            await _plugin;
            await _peer.DisposeAsync();
        }
    }
}
