using System.Text.Json;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace ConformancePlugin;

internal abstract class TellingHook : EventHook
{
    protected abstract string Tell(EventEnvelope envelope);

    public override Task HandleAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    ) => context.Console.WriteAsync(Tell(envelope), cancellationToken);
}

internal sealed class CreatedHook : TellingHook
{
    protected override string Tell(EventEnvelope envelope)
    {
        var title =
            envelope.Payload is { ValueKind: JsonValueKind.Object } payload
            && payload.TryGetProperty("title", out var value)
                ? value.GetString()
                : null;
        return $"hook-created {envelope.Type} {envelope.Id} {envelope.Source} {envelope.Feature ?? "-"} {envelope.TaskId ?? "-"} {title ?? "-"}";
    }
}

internal sealed class PatternHook : TellingHook
{
    protected override string Tell(EventEnvelope envelope) => $"hook-pattern {envelope.Type} {envelope.Id}";
}

internal sealed class DeepHook : TellingHook
{
    protected override string Tell(EventEnvelope envelope) => $"hook-deep {envelope.Type} {envelope.Id}";
}

internal sealed class FirstHook : TellingHook
{
    protected override string Tell(EventEnvelope envelope) => $"hook-first {envelope.Type} {envelope.Id}";
}

internal sealed class SecondHook : TellingHook
{
    protected override string Tell(EventEnvelope envelope) => $"hook-second {envelope.Type} {envelope.Id}";
}

internal sealed class FailingHook : TellingHook
{
    protected override string Tell(EventEnvelope envelope) =>
        throw new InvalidOperationException("conf: the hook failed");
}
