using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>A handler of events (JP design §3.4); a fresh instance serves each event.</summary>
public abstract class EventHook
{
    /// <summary>Handles an event. A failure is reported and stops nothing, unless the manifest says <c>fail: stop</c>.</summary>
    /// <param name="envelope">The event.</param>
    /// <param name="context">The services of the host.</param>
    /// <param name="cancellationToken">Cancelled when the host gives up.</param>
    public abstract Task HandleAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    );
}
