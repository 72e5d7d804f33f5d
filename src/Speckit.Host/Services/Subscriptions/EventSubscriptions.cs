using System.Collections.Immutable;
using Speckit.Host.Events;

namespace Speckit.Host.Services.Subscriptions;

/// <summary>The events that a running process asked for.</summary>
public sealed class EventSubscriptions
{
    private ImmutableHashSet<string> _patterns = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Asks for more events from now on. Any thread may call it.</summary>
    public void Add(IEnumerable<string> patterns) =>
        ImmutableInterlocked.Update(ref _patterns, (known, added) => known.Union(added), patterns);

    /// <summary>Whether an event was asked for.</summary>
    internal bool Match(string type) => _patterns.Any(p => EventPattern.Matches(p, type));
}
