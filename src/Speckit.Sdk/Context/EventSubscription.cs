using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>A handler of events that was added while the plugin runs; disposing it ends the delivery.</summary>
public sealed class EventSubscription : IDisposable
{
    private readonly Action<EventSubscription> _end;

    internal EventSubscription(
        string pattern,
        Func<EventEnvelope, CancellationToken, Task> handler,
        Action<EventSubscription> end
    )
    {
        Pattern = pattern;
        Handler = handler;
        _end = end;
    }

    /// <summary>The events it gets.</summary>
    public string Pattern { get; }

    internal Func<EventEnvelope, CancellationToken, Task> Handler { get; }

    /// <inheritdoc/>
    public void Dispose() => _end(this);
}
