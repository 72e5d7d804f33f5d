using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol;
using Speckit.Sdk.Context;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Errors;

public class HostErrorTests
{
    [Theory]
    [InlineData(RpcErrorCodes.NotFound, HostErrorKind.NotFound)]
    [InlineData(RpcErrorCodes.TooLarge, HostErrorKind.TooLarge)]
    [InlineData(RpcErrorCodes.Refused, HostErrorKind.Refused)]
    [InlineData(RpcErrorCodes.Busy, HostErrorKind.Busy)]
    [InlineData(RpcErrorCodes.WrongState, HostErrorKind.WrongState)]
    [InlineData(RpcErrorCodes.Cancelled, HostErrorKind.Cancelled)]
    [InlineData(RpcErrorCodes.MethodNotFound, HostErrorKind.MethodNotFound)]
    [InlineData(RpcErrorCodes.InvalidParams, HostErrorKind.InvalidParams)]
    [InlineData(-1, HostErrorKind.Other)]
    public void From_Answer_TellsTheKindAndGoesBackAsItWas(int code, HostErrorKind kind)
    {
        var data = JsonBinding.ToElement(new JsonObject { ["a"] = 1 });

        var error = HostErrorException.From(new RpcErrorException(code, "m", data));

        error.Kind.ShouldBe(kind);
        error.Code.ShouldBe(code);
        var answer = error.ToAnswer();
        (answer.Code, answer.Message).ShouldBe((code, "m"));
        answer.ErrorData!.Value.GetProperty("a").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"limit":"shell/run","value":3}""", "shell/run", 3L)]
    [InlineData("""{"limit":1,"value":"x"}""", "", null)]
    [InlineData("""{"value":1.5}""", "", null)]
    [InlineData("[]", "", null)]
    [InlineData(null, "", null)]
    public void From_Limit_ReadsWhatIsThere(string? json, string limit, long? value)
    {
        JsonElement? data = json is null ? null : JsonDocument.Parse(json).RootElement.Clone();

        var error = HostErrorException
            .From(new RpcErrorException(RpcErrorCodes.LimitReached, "m", data))
            .ShouldBeOfType<LimitReachedException>();

        error.Limit.ShouldBe(limit);
        error.Value.ShouldBe(value);
    }

    [Theory]
    [InlineData("""{"capability":"network","plugin":"p","hint":"h"}""", "network")]
    [InlineData("""{"capability":1}""", "")]
    [InlineData("3", "")]
    public void From_Denial_ReadsWhatIsThere(string json, string capability) =>
        HostErrorException
            .From(
                new RpcErrorException(RpcErrorCodes.CapabilityDenied, "m", JsonDocument.Parse(json).RootElement.Clone())
            )
            .ShouldBeOfType<CapabilityDeniedException>()
            .Capability.ShouldBe(capability);

    [Fact]
    public async Task Handler_DoesNotCatch_AnswersTheHostsError()
    {
        await using var host = new PluginTestHost();
        host.CallLimits["environment/get"] = 1;
        await host.StartAsync(PluginHost.CreateBuilder().AddCommand<AskTwice>());

        var error = await Should.ThrowAsync<RpcErrorException>(() => host.RunCommandAsync("demo:ask"));

        error.Code.ShouldBe(RpcErrorCodes.LimitReached);
        error.ErrorData!.Value.GetProperty("value").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Request_LongerThanALine_IsTooLargeAndTheSessionGoesOn()
    {
        await using var host = new PluginTestHost();
        await host.StartAsync(PluginHost.CreateBuilder().AddCommand<TooMuch>());

        (await host.RunCommandAsync("demo:much")).Result!.Value.GetString().ShouldBe("TooLarge TooLarge");
        host.ConsoleLines.ShouldBeEmpty();
    }

    [Command("demo:ask")]
    private sealed class AskTwice : Command
    {
        public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
        {
            await context.Environment.GetAsync("a", cancellationToken);
            await context.Environment.GetAsync("b", cancellationToken);
            return CommandResult.Done;
        }
    }

    [Command("demo:much")]
    private sealed class TooMuch : Command
    {
        public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
        {
            var text = new string('x', 17 * 1024 * 1024);
            var asked = await Should.ThrowAsync<HostErrorException>(() =>
                context.Project.WriteTextAsync("a", text, cancellationToken)
            );
            var told = await Should.ThrowAsync<HostErrorException>(() =>
                context.Console.WriteAsync(text, cancellationToken)
            );
            using var document = JsonDocument.Parse($"\"{asked.Kind} {told.Kind}\"");
            return CommandResult.From(
                document.RootElement.Clone(),
                Protocol.Messages.ProtocolJsonContext.Default.JsonElement
            );
        }
    }
}
