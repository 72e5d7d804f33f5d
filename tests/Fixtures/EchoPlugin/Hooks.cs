using System.Text.Json;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace EchoPlugin;

/// <summary>Says which event it saw.</summary>
internal sealed class RecordHook : EventHook
{
    public override Task HandleAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    ) => context.Console.WriteAsync($"{context.Plugin.Name} saw {envelope.Type}", cancellationToken);
}

/// <summary>Fails.</summary>
internal sealed class FailHook : EventHook
{
    public override Task HandleAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    ) => throw new InvalidOperationException("the hook does not like it");
}

/// <summary>Answers the event with the same event.</summary>
internal sealed class AnswerHook : EventHook
{
    public override async Task HandleAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        using var payload = JsonDocument.Parse("{}");
        await context.Events.EmitAsync(
            envelope.Type,
            payload.RootElement,
            ProtocolJsonContext.Default.JsonElement,
            cancellationToken: cancellationToken
        );
    }
}

/// <summary>Never ends.</summary>
internal sealed class SpinHook : EventHook
{
    public override Task HandleAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    ) => Task.Delay(Timeout.Infinite, CancellationToken.None);
}
