using System.IO.Pipelines;
using System.Text.Json;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Hosting;

public class PluginSessionTests
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Run_Lifecycle_ActivatesRunsDeactivatesAndExits0()
    {
        var steps = new List<string>();
        await using var host = new PluginTestHost();
        await host.StartAsync(
            PluginHost
                .CreateBuilder()
                .AddCommand<StrictCommand>()
                .OnActivate((context, _) => Note(steps, $"activate {context.Config.GetString("mode", "none")}"))
                .OnDeactivate((_, _) => Note(steps, "deactivate"))
        );

        var result = await host.RunCommandAsync("demo:strict", options: new() { ["severity"] = "very-high" });

        result.ExitCode.ShouldBe(1);
        (await host.StopAsync()).ShouldBe(0);
        steps.ShouldBe(["activate none", "deactivate"]);
    }

    [Fact]
    public async Task Run_UnknownCommand_SuggestsTheNearest()
    {
        await using var host = new PluginTestHost();
        await host.StartAsync(PluginHost.CreateBuilder().AddCommand<StrictCommand>());

        var error = await Should.ThrowAsync<RpcErrorException>(() => host.RunCommandAsync("demo:strikt"));

        error.Code.ShouldBe(RpcErrorCodes.InvalidParams);
        error.Message.ShouldContain("Did you mean demo:strict?");
    }

    [Fact]
    public async Task Run_BadOption_AnswersInvalidParamsForAPerson()
    {
        await using var host = new PluginTestHost();
        await host.StartAsync(PluginHost.CreateBuilder().AddCommand<StrictCommand>());

        var error = await Should.ThrowAsync<RpcErrorException>(() =>
            host.RunCommandAsync("demo:strict", options: new() { ["severty"] = "low" })
        );

        error.Code.ShouldBe(RpcErrorCodes.InvalidParams);
        error.Message.ShouldBe("'demo:strict' has no option --severty. Did you mean --severity?");
    }

    [Fact]
    public async Task Run_CommandAsksWithoutCapability_AnswersTheRefusal()
    {
        await using var host = new PluginTestHost { PluginName = "p" };
        host.Capabilities.Clear();
        await host.StartAsync(PluginHost.CreateBuilder().AddCommand<Services>());

        var error = await Should.ThrowAsync<RpcErrorException>(() => host.RunCommandAsync("demo:services"));

        error.Code.ShouldBe(RpcErrorCodes.CapabilityDenied);
        error.ErrorData!.Value.GetProperty("capability").GetString().ShouldBe("filesystem.read");
    }

    [Fact]
    public async Task Run_CommandUsesEveryService_HostSeesIt()
    {
        await using var host = new PluginTestHost { PluginName = "p" };
        host.Project.CreateFile("src/a.txt", "hällo");
        host.Project.CreateFile("src/b.bin", [0xFF, 0x00]);
        host.Project.ChangedFiles.Add("src/a.txt");
        await host.StartAsync(PluginHost.CreateBuilder().AddCommand<Services>());

        await host.RunCommandAsync("demo:services");

        host.Project.Files.ShouldContain("out/new.txt");
        host.Backlog.Tasks.ShouldHaveSingleItem().Labels.ShouldBe(["changed", "plugin:p"]);
        host.Backlog.Tasks[0].Metadata!["b"].ShouldBe("2");
        host.ConsoleLines.Select(l => l.Level).ShouldBe(["info", "warning", "error"]);
        host.Findings.ShouldHaveSingleItem().Rule.ShouldBe("r");
        host.Progress.ShouldHaveSingleItem().Fraction.ShouldBe(0.5);
        host.Log.Select(l => l.Level).ShouldBe(["debug", "info", "warning", "error"]);
        host.Events.ShouldHaveSingleItem().TaskId.ShouldBe("TASK-1");
    }

    [Fact]
    public async Task Run_CommandCancelled_StopsIt()
    {
        await using var host = new PluginTestHost();
        await host.StartAsync(PluginHost.CreateBuilder().AddCommand<Waiting>());
        using var source = new CancellationTokenSource();
        Waiting.Stopped = new TaskCompletionSource();

        var run = host.RunCommandAsync("demo:wait", cancellationToken: source.Token);
        await Waiting.Started.Task.WaitAsync(s_wait, CancellationToken.None);
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => run);
        await Waiting.Stopped.Task.WaitAsync(s_wait, CancellationToken.None);
    }

    [Fact]
    public async Task Hook_EventMatches_RunsMatchingHooksOrTheNamedOne()
    {
        await using var host = new PluginTestHost();
        await host.StartAsync(
            PluginHost.CreateBuilder().AddHook<FirstHook>("workflow.*.completed").AddHook<SecondHook>("workflow.**")
        );

        await host.SendEventAsync(Event("workflow.implement.completed"));
        await host.SendEventAsync(Event("workflow.implement.completed"), typeof(SecondHook).FullName);
        await host.SendEventAsync(Event("system.init"));

        host.ConsoleLines.Select(l => l.Text).ShouldBe(["first", "second", "second"]);
    }

    [Fact]
    public async Task Hook_Throws_AnswersInternalErrorWithItsMessage()
    {
        await using var host = new PluginTestHost();
        await host.StartAsync(PluginHost.CreateBuilder().AddHook<FailingHook>("**"));

        var error = await Should.ThrowAsync<RpcErrorException>(() => host.SendEventAsync(Event("system.init")));

        error.Code.ShouldBe(RpcErrorCodes.InternalError);
        error.Message.ShouldContain("out of luck");
    }

    [Fact]
    public async Task Initialize_OtherProtocol_NamesBothVersions()
    {
        await using var raw = new RawHost(PluginHost.CreateBuilder());

        var error = await Should.ThrowAsync<RpcErrorException>(() => raw.InitializeAsync(protocol: 2));

        error.Code.ShouldBe(RpcErrorCodes.ProtocolMismatch);
        error.Message.ShouldContain("speaks protocol 2");
        error.Message.ShouldContain("speaks protocol 1");
    }

    [Fact]
    public async Task Initialize_Twice_IsRefused()
    {
        await using var raw = new RawHost(
            PluginHost.CreateBuilder().AddCommand<StrictCommand>().AddHook<FirstHook>("a.*")
        );

        var result = await raw.InitializeAsync(protocol: 1);

        result.Sdk.Language.ShouldBe("csharp");
        result.Handlers.ShouldBe(["command:demo:strict", "hook:a.*"]);
        (await Should.ThrowAsync<RpcErrorException>(() => raw.InitializeAsync(protocol: 1))).Code.ShouldBe(
            RpcErrorCodes.WrongState
        );
    }

    [Fact]
    public async Task Run_BeforeInitialize_IsRefused()
    {
        await using var raw = new RawHost(PluginHost.CreateBuilder().AddCommand<StrictCommand>());

        var error = await Should.ThrowAsync<RpcErrorException>(() =>
            raw.Peer.RequestAsync(
                Methods.CommandRun,
                new CommandRunParams("demo:strict", [], new Dictionary<string, JsonElement>()),
                ProtocolJsonContext.Default.CommandRunParams,
                ProtocolJsonContext.Default.CommandRunResult,
                CancellationToken.None
            )
        );

        error.Code.ShouldBe(RpcErrorCodes.WrongState);
    }

    [Fact]
    public async Task Serve_InputEndsBeforeInitialize_SaysWhatItIsAndGives2()
    {
        var log = new StringWriter();

        var code = await PluginHost
            .CreateBuilder()
            .AddCommand<AllCommand>()
            .ServeAsync(new MemoryStream(), new MemoryStream(), log, CancellationToken.None);

        code.ShouldBe(2);
        log.ToString().ShouldContain("specify run demo:all    Takes everything");
    }

    [Fact]
    public async Task Serve_BrokenInput_SaysSoAndGives1()
    {
        var log = new StringWriter();

        var code = await PluginHost
            .CreateBuilder()
            .ServeAsync(new MemoryStream("not json\n"u8.ToArray()), new MemoryStream(), log, CancellationToken.None);

        code.ShouldBe(1);
        log.ToString().ShouldContain("connection with the host broke");
    }

    [Fact]
    public async Task Serve_Cancelled_Gives130()
    {
        using var source = new CancellationTokenSource();
        var pipe = new Pipe();
        var run = PluginHost
            .CreateBuilder()
            .ServeAsync(pipe.Reader.AsStream(), new MemoryStream(), TextWriter.Null, source.Token);

        await source.CancelAsync();

        (await run.WaitAsync(s_wait, CancellationToken.None)).ShouldBe(130);
        await pipe.Writer.CompleteAsync();
    }

    [Fact]
    public void Builder_SameCommandTwice_Throws()
    {
        var builder = PluginHost.CreateBuilder().AddCommand<StrictCommand>();

        Should.Throw<InvalidOperationException>(() => builder.AddCommand<StrictCommand>());
        Should.Throw<ArgumentException>(() => builder.AddHook<FirstHook>(" "));
    }

    private static EventEnvelope Event(string type) =>
        new("evt_1", type, "1.0", DateTimeOffset.UnixEpoch, "demo", "core");

    private static Task Note(List<string> steps, string step)
    {
        steps.Add(step);
        return Task.CompletedTask;
    }

    private sealed class RawHost : IAsyncDisposable
    {
        private readonly Pipe _toPlugin = new();
        private readonly Task<int> _plugin;

        public RawHost(PluginHostBuilder plugin)
        {
            var fromPlugin = new Pipe();
            _plugin = plugin.ServeAsync(
                _toPlugin.Reader.AsStream(),
                fromPlugin.Writer.AsStream(),
                TextWriter.Null,
                CancellationToken.None
            );
            Peer = new JsonRpcPeer(fromPlugin.Reader.AsStream(), _toPlugin.Writer.AsStream());
            Peer.Start();
        }

        public JsonRpcPeer Peer { get; }

        public Task<InitializeResult> InitializeAsync(int protocol) =>
            Peer.RequestAsync(
                Methods.Initialize,
                new InitializeParams(protocol, new("host", "9.0"), new("p", "1"), new("/p", "p"), "/d", []),
                ProtocolJsonContext.Default.InitializeParams,
                ProtocolJsonContext.Default.InitializeResult,
                CancellationToken.None
            );

        public async ValueTask DisposeAsync()
        {
            await _toPlugin.Writer.CompleteAsync();
            await _plugin;
            await Peer.DisposeAsync();
        }
    }

    [Command("demo:services")]
    private sealed class Services : Command
    {
        public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
        {
            var project = context.Project;
            (await project.GlobAsync(["src/**"], ["**/*.bin"], cancellationToken)).ShouldBe(["src/a.txt"]);
            (await project.ReadTextAsync("src/a.txt", cancellationToken)).ShouldBe("hällo");
            (await project.ReadTextAsync("src/b.bin", cancellationToken)).ShouldBeNull();
            (await project.ReadBytesAsync("src/b.bin", cancellationToken)).ShouldBe([0xFF, 0x00]);
            (await project.ReadBytesAsync("src/a.txt", cancellationToken)).Length.ShouldBe(6);
            (await project.ChangedFilesAsync(cancellationToken: cancellationToken)).ShouldBe(["src/a.txt"]);
            (
                await Should.ThrowAsync<HostErrorException>(() => project.ReadTextAsync("no", cancellationToken))
            ).Kind.ShouldBe(HostErrorKind.NotFound);
            await project.CreateDirectoryAsync("out", cancellationToken);
            await project.WriteTextAsync("out/new.txt", "x", cancellationToken);

            var task = await context.Backlog.CreateAsync(
                new("t", Metadata: new Dictionary<string, string> { ["a"] = "1" }),
                cancellationToken
            );
            await context.Backlog.UpdateAsync(
                new(task.Id, Labels: ["changed"], Metadata: new Dictionary<string, string> { ["b"] = "2" }),
                cancellationToken
            );
            (await context.Backlog.GetAsync("TASK-1", cancellationToken)).Title.ShouldBe("t");
            (await context.Backlog.FindAsync("TASK-9", cancellationToken)).ShouldBeNull();
            (await context.Backlog.ListAsync(new(["none"]), cancellationToken)).ShouldBeEmpty();
            (await context.Backlog.ListAsync(cancellationToken: cancellationToken)).Count.ShouldBe(1);
            (
                await Should.ThrowAsync<HostErrorException>(() =>
                    context.Backlog.CreateAsync(new("t", Status: "Done"), cancellationToken)
                )
            ).Kind.ShouldBe(HostErrorKind.Refused);

            await context.Events.EmitAsync(
                "plugin.x",
                new ConsoleWriteParams("p"),
                ProtocolJsonContext.Default.ConsoleWriteParams,
                taskId: task.Id,
                cancellationToken: cancellationToken
            );
            await Should.ThrowAsync<HostErrorException>(() =>
                context.Events.EmitAsync(
                    "core.x",
                    new ConsoleWriteParams("p"),
                    ProtocolJsonContext.Default.ConsoleWriteParams,
                    cancellationToken: cancellationToken
                )
            );

            await context.Console.WriteAsync("i", cancellationToken);
            await context.Console.WarningAsync("w", cancellationToken);
            await context.Console.ErrorAsync("e", cancellationToken);
            await context.Console.FindingAsync(new("r", "high", "t", "d", "f", 1), cancellationToken);
            await context.Progress.ReportAsync("half", 0.5, cancellationToken);
            await context.Log.DebugAsync("d", cancellationToken);
            await context.Log.InfoAsync("i", cancellationToken);
            await context.Log.WarningAsync("w", cancellationToken);
            await context.Log.ErrorAsync("e", cancellationToken);
            context.Capabilities.ShouldContain("backlog.write");
            context.DataDirectory.ShouldNotBeEmpty();
            context.Host.Version.ShouldNotBeEmpty();
            project.Root.ShouldNotBeEmpty();
            return CommandResult.From(new ConsoleWriteParams("done"), ProtocolJsonContext.Default.ConsoleWriteParams);
        }
    }

    [Command("demo:wait")]
    private sealed class Waiting : Command
    {
        public static TaskCompletionSource Started { get; } = new();

        public static TaskCompletionSource Stopped { get; set; } = new();

        public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
        {
            using var registration = cancellationToken.Register(Stopped.SetResult);
            Started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return CommandResult.Done;
        }
    }

    private sealed class FirstHook : EventHook
    {
        public override Task HandleAsync(
            EventEnvelope envelope,
            PluginContext context,
            CancellationToken cancellationToken
        ) => context.Console.WriteAsync("first", cancellationToken);
    }

    private sealed class SecondHook : EventHook
    {
        public override Task HandleAsync(
            EventEnvelope envelope,
            PluginContext context,
            CancellationToken cancellationToken
        ) => context.Console.WriteAsync("second", cancellationToken);
    }

    private sealed class FailingHook : EventHook
    {
        public override Task HandleAsync(
            EventEnvelope envelope,
            PluginContext context,
            CancellationToken cancellationToken
        ) => throw new InvalidOperationException("out of luck");
    }
}
