using System.Text.Json.Nodes;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Workflows;

public class WorkflowPhaseTests
{
    [Fact]
    public async Task Before_Lets_GoesOnAndKnowsThePhase()
    {
        await using var host = await StartAsync(PluginHost.CreateBuilder().AddPhase<Gate>());

        var result = await host.RunPhaseAsync("before", "implement", "user-auth", new JsonObject { ["n"] = 3 });

        result.ShouldBe(new PhaseResult(true, "implement user-auth 3"));
        host.Handlers.ShouldBe(["phase:implement:before", "phase:implement:after"]);
    }

    [Fact]
    public async Task After_NothingChanged_Blocks()
    {
        await using var host = await StartAsync(PluginHost.CreateBuilder().AddPhase<Gate>());

        (await host.RunPhaseAsync("after", "implement")).ShouldBe(new PhaseResult(false, "nothing changed"));

        host.Project.ChangedFiles.Add("src/a.cs");
        (await host.RunPhaseAsync("after", "implement")).Continue.ShouldBeTrue();
    }

    [Fact]
    public async Task Before_Throws_AnswersItsMessage()
    {
        await using var host = await StartAsync(PluginHost.CreateBuilder().AddPhase<Throwing>());

        var error = await Should.ThrowAsync<RpcErrorException>(() => host.RunPhaseAsync("before", "implement"));

        error.Code.ShouldBe(RpcErrorCodes.InternalError);
        error.Message.ShouldContain("fix the vulnerabilities first");
    }

    [Fact]
    public async Task After_WithoutCapability_AnswersTheRefusal()
    {
        await using var host = new PluginTestHost();
        host.Capabilities.Clear();
        await host.StartAsync(PluginHost.CreateBuilder().AddPhase<Gate>());

        var error = await Should.ThrowAsync<RpcErrorException>(() => host.RunPhaseAsync("after", "implement"));

        error.Code.ShouldBe(RpcErrorCodes.CapabilityDenied);
    }

    [Theory]
    [InlineData("replace", "implement")]
    [InlineData("before", "plan")]
    public async Task Run_NothingForIt_IsRefused(string moment, string phase)
    {
        await using var host = await StartAsync(PluginHost.CreateBuilder().AddPhase<Gate>());

        var error = await Should.ThrowAsync<RpcErrorException>(() => host.RunPhaseAsync(moment, phase));

        error.Code.ShouldBe(RpcErrorCodes.InvalidParams);
        error.Message.ShouldContain($"'{phase}'");
    }

    [Fact]
    public async Task Before_ContextOfAnotherKind_IsRefused()
    {
        await using var host = await StartAsync(PluginHost.CreateBuilder().AddPhase<Gate>());
        using var list = System.Text.Json.JsonDocument.Parse("[]");
        var json = ProtocolJsonContext.Default;

        var call = () =>
            host.CallAsync(
                Methods.PhaseBefore,
                new PhaseParams("implement", Context: list.RootElement),
                json.PhaseParams,
                json.PhaseResult
            );

        (await Should.ThrowAsync<RpcErrorException>(call)).Code.ShouldBe(RpcErrorCodes.InvalidParams);
    }

    [Fact]
    public async Task Before_SeveralParts_RunUntilOneBlocks()
    {
        await using var host = await StartAsync(
            PluginHost.CreateBuilder().AddPhase<Gate>().AddPhase<Blocking>().AddPhase<Throwing>()
        );

        (await host.RunPhaseAsync("before", "implement")).ShouldBe(new PhaseResult(false, "not now"));
    }

    [Fact]
    public async Task Before_WorkflowNamed_RunsThatAlone()
    {
        await using var host = await StartAsync(PluginHost.CreateBuilder().AddPhase<Gate>().AddPhase<Blocking>());
        var json = ProtocolJsonContext.Default;

        async Task<bool> ContinuesAsync(string name)
        {
            var call = new PhaseParams("implement", Name: name);
            return (await host.CallAsync(Methods.PhaseBefore, call, json.PhaseParams, json.PhaseResult)).Continue;
        }

        (await ContinuesAsync("blocker")).ShouldBeFalse();
        (await ContinuesAsync("something-else")).ShouldBeTrue();
    }

    [Fact]
    public async Task Replace_MethodNotOverridden_SaysWhatIsMissing()
    {
        await using var host = await StartAsync(PluginHost.CreateBuilder().AddPhase<Hollow>());

        var error = await Should.ThrowAsync<RpcErrorException>(() => host.RunPhaseAsync("replace", "plan"));

        error.Message.ShouldContain("must override ReplaceAsync");
    }

    [Fact]
    public void AddPhase_TwoReplaceOnePhase_Throws() =>
        Should.Throw<InvalidOperationException>(() => PluginHost.CreateBuilder().AddPhase<Hollow>().AddPhase<Hollow>());

    private static async Task<PluginTestHost> StartAsync(PluginHostBuilder plugin)
    {
        var host = new PluginTestHost();
        await host.StartAsync(plugin);
        return host;
    }

    private sealed class Gate : WorkflowPhase
    {
        public override string Phase => "implement";

        public override PhaseMode Mode => PhaseMode.Wrap;

        public override Task<PhaseResult> BeforeAsync(PluginContext context, CancellationToken cancellationToken)
        {
            var workflow = context.Workflow;
            var n =
                workflow.Context.ValueKind == System.Text.Json.JsonValueKind.Object
                    ? workflow.Context.GetProperty("n").GetInt32()
                    : 0;
            return Task.FromResult(Continue($"{workflow.Phase} {workflow.Feature} {n}"));
        }

        public override async Task<PhaseResult> AfterAsync(
            PluginContext context,
            CancellationToken cancellationToken
        ) =>
            (await context.Workflow.ChangedFilesAsync(cancellationToken)).Count > 0
                ? Continue()
                : Block("nothing changed");
    }

    private sealed class Throwing : WorkflowPhase
    {
        public override string Phase => "implement";

        public override PhaseMode Mode => PhaseMode.Before;

        public override Task<PhaseResult> BeforeAsync(PluginContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("fix the vulnerabilities first");
    }

    private sealed class Blocking : WorkflowPhase
    {
        public override string Phase => "implement";

        public override PhaseMode Mode => PhaseMode.Before;

        public override string Name => "blocker";

        public override Task<PhaseResult> BeforeAsync(PluginContext context, CancellationToken cancellationToken) =>
            Task.FromResult(Block("not now"));
    }

    private sealed class Hollow : WorkflowPhase
    {
        public override string Phase => "plan";

        public override PhaseMode Mode => PhaseMode.Replace;
    }
}
