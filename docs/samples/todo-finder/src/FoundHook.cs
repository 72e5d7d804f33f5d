using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace TodoFinder;

/// <summary>Says how many comments a run found.</summary>
public sealed class FoundHook : EventHook
{
    /// <inheritdoc/>
    public override Task HandleAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    ) => context.Console.WriteAsync($"{envelope.Source} found {envelope.Payload}", cancellationToken);
}
