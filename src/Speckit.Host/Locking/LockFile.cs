using System.Collections.Immutable;
using Speckit.Manifests.Model;

namespace Speckit.Host.Locking;

/// <summary>What is installed in a project: <c>.specify/plugins.lock.json</c> (formats: "Lock file").</summary>
/// <param name="Plugins">The locked plugins by name, in ordinal order.</param>
public sealed record LockFile(LockedPluginDictionary Plugins)
{
    /// <summary>The format's version.</summary>
    public const int Version = 1;

    /// <summary>Nothing installed.</summary>
    public static LockFile Empty { get; } = new(new LockedPluginDictionary([]));

    /// <summary>The lock file with that plugin added or replaced.</summary>
    public LockFile With(PluginName name, LockedPlugin plugin) => new(Plugins.With(LockedEntry.Of(name, plugin)));

    /// <summary>The lock file without that plugin.</summary>
    public LockFile Without(PluginName name) => new(Plugins.Without(name));

    /// <summary>The plugins that need that one, optional needs aside.</summary>
    public ImmutableArray<PluginName> DependentsOf(PluginName name) => [.. NeedsOf(name).Select(n => n.Name)];

    /// <summary>Who needs that plugin, and which versions of it.</summary>
    internal List<(PluginName Name, string Range)> NeedsOf(PluginName name)
    {
        var needs = new List<(PluginName, string)>();
        foreach (var entry in Plugins.Entries)
        {
            if (entry.NeedsOthers && entry.Value.Requires.TryGetValue(name, out var range))
            {
                needs.Add((entry.Name, range));
            }
        }

        return needs;
    }
}
