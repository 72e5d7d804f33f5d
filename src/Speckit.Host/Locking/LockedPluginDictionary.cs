using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Speckit.Manifests.Model;

namespace Speckit.Host.Locking;

/// <summary>The plugins of a lock file by name, in ordinal order. What was read from a file is decoded when it is looked at.</summary>
public sealed class LockedPluginDictionary : IReadOnlyDictionary<PluginName, LockedPlugin>
{
    private readonly LockedEntry[] _entries;

    /// <summary>A lock file's plugins.</summary>
    /// <param name="entries">In the order of their names, each once.</param>
    internal LockedPluginDictionary(LockedEntry[] entries) => _entries = entries;

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public IEnumerable<PluginName> Keys => _entries.Select(static e => e.Name);

    /// <inheritdoc/>
    public IEnumerable<LockedPlugin> Values => _entries.Select(static e => e.Value);

    internal ReadOnlySpan<LockedEntry> Entries => _entries;

    /// <inheritdoc/>
    public LockedPlugin this[PluginName key] =>
        TryGetValue(key, out var plugin) ? plugin : throw new KeyNotFoundException($"'{key}' is not locked.");

    /// <inheritdoc/>
    public bool ContainsKey(PluginName key) => PlaceOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(PluginName key, [MaybeNullWhen(false)] out LockedPlugin value)
    {
        var place = PlaceOf(key);
        value = place < 0 ? null : _entries[place].Value;
        return place >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<PluginName, LockedPlugin>> GetEnumerator() =>
        _entries.Select(static e => KeyValuePair.Create(e.Name, e.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal LockedPluginDictionary With(LockedEntry entry)
    {
        var place = PlaceOf(entry.Name);
        return place >= 0
            ? new LockedPluginDictionary([.. _entries[..place], entry, .. _entries[(place + 1)..]])
            : new LockedPluginDictionary([.. _entries[..~place], entry, .. _entries[~place..]]);
    }

    internal LockedPluginDictionary Without(PluginName name)
    {
        var place = PlaceOf(name);
        return place < 0 ? this : new LockedPluginDictionary([.. _entries[..place], .. _entries[(place + 1)..]]);
    }

    /// <summary>The place of a name, or the complement of where it belongs.</summary>
    private int PlaceOf(PluginName name)
    {
        var (low, high) = (0, _entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = _entries[middle].Name.CompareTo(name);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
