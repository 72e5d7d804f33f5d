using System.Collections;

namespace Speckit.Sdk;

/// <summary>The capabilities a plugin was granted. The host checks each call, whatever the plugin asks here.</summary>
public sealed class CapabilitySet : IReadOnlyCollection<string>
{
    private readonly string _plugin;
    private readonly SortedSet<string> _names;

    internal CapabilitySet(string plugin, IEnumerable<string> names)
    {
        _plugin = plugin;
        _names = new SortedSet<string>(names, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public int Count => _names.Count;

    /// <summary>Whether a capability was granted.</summary>
    /// <param name="capability">One of <see cref="Capabilities"/>.</param>
    public bool Has(string capability) => _names.Contains(capability);

    /// <summary>Fails early, before work whose end would be refused.</summary>
    /// <param name="capability">One of <see cref="Capabilities"/>.</param>
    /// <exception cref="CapabilityDeniedException">It was not granted.</exception>
    public void Require(string capability)
    {
        if (!Has(capability))
        {
            throw new CapabilityDeniedException(CapabilityDeniedException.Answer(_plugin, capability));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _names.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
