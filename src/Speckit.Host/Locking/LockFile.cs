using System.Collections.Immutable;
using Speckit.Manifests.Model;

namespace Speckit.Host.Locking;

/// <summary>What is installed in a project: <c>.specify/plugins.lock.json</c> (formats: "Lock file").</summary>
/// <param name="Plugins">The locked plugins by name, in ordinal order.</param>
public sealed record LockFile(ImmutableSortedDictionary<PluginName, LockedPlugin> Plugins)
{
    /// <summary>The format's version.</summary>
    public const int Version = 1;

    /// <summary>Nothing installed.</summary>
    public static LockFile Empty { get; } = new(ImmutableSortedDictionary<PluginName, LockedPlugin>.Empty);

    /// <summary>The lock file with that plugin added or replaced.</summary>
    public LockFile With(PluginName name, LockedPlugin plugin) => new(Plugins.SetItem(name, plugin));

    /// <summary>The lock file without that plugin.</summary>
    public LockFile Without(PluginName name) => new(Plugins.Remove(name));

    /// <summary>The plugins that need that one, optional needs aside.</summary>
    public ImmutableArray<PluginName> DependentsOf(PluginName name) =>
        [.. Plugins.Where(p => p.Value.Requires.ContainsKey(name)).Select(p => p.Key)];
}
