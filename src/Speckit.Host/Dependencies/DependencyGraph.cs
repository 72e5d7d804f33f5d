using System.Collections.Immutable;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;

namespace Speckit.Host.Dependencies;

/// <summary>Who needs whom among the plugins of a lock file. Circles are allowed, and so are plugins that are needed and not there.</summary>
public sealed class DependencyGraph
{
    private const int MaxSteps = 100_000;
    private readonly LockFile _lockFile;
    private readonly ILookup<PluginName, PluginName> _dependents;
    private readonly HashSet<PluginName> _needed;

    /// <summary>The graph of a lock file.</summary>
    public DependencyGraph(LockFile lockFile)
    {
        ArgumentNullException.ThrowIfNull(lockFile);
        _lockFile = lockFile;
        _dependents = lockFile
            .Plugins.SelectMany(p => p.Value.Requires.Keys.Select(needed => (needed, by: p.Key)))
            .ToLookup(pair => pair.needed, pair => pair.by);
        _needed = Reachable(Asked);
    }

    /// <summary>The plugins that somebody asked for, by name.</summary>
    public IEnumerable<PluginName> Asked => _lockFile.Plugins.Where(p => !p.Value.Dependency).Select(p => p.Key);

    /// <summary>The plugins that came along with others and are needed by nothing any more that somebody asked for.</summary>
    public ImmutableArray<PluginName> Orphans => [.. _lockFile.Plugins.Keys.Where(name => !_needed.Contains(name))];

    /// <summary>Whether a plugin is one of <see cref="Orphans"/>.</summary>
    public bool IsOrphan(PluginName name) => _lockFile.Plugins.ContainsKey(name) && !_needed.Contains(name);

    /// <summary>The ways from what somebody asked for to a plugin, the shortest first; no plugin twice in one of them.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="limit">The most ways that are looked for.</param>
    public DependencyPaths PathsTo(PluginName name, int limit = 100)
    {
        ArgumentNullException.ThrowIfNull(name);
        var found = new List<ImmutableArray<PluginName>>();
        // Breadth first, so that the shortest are found where there are too many.
        var open = new Queue<ImmutableArray<PluginName>>([
            [name],
        ]);
        var steps = 0;
        while (open.TryDequeue(out var path))
        {
            if (found.Count >= limit || ++steps > MaxSteps)
            {
                return new([.. found.Select(Steps)], IsComplete: false);
            }

            if (_lockFile.Plugins.TryGetValue(path[0], out var first) && !first.Dependency)
            {
                found.Add(path);
            }

            foreach (var dependent in _dependents[path[0]].Where(d => _needed.Contains(d) && !path.Contains(d)))
            {
                open.Enqueue(path.Insert(0, dependent));
            }
        }

        return new([.. found.Select(Steps)], IsComplete: true);
    }

    private ImmutableArray<DependencyStep> Steps(ImmutableArray<PluginName> path) =>
        [
            .. path.Select(
                (name, i) =>
                    new DependencyStep(
                        name,
                        _lockFile.Plugins.GetValueOrDefault(name)?.Version,
                        i == 0 ? null : _lockFile.Plugins[path[i - 1]].Requires[name]
                    )
            ),
        ];

    private HashSet<PluginName> Reachable(IEnumerable<PluginName> starts)
    {
        var reached = new HashSet<PluginName>(starts);
        var open = new Stack<PluginName>(reached);
        while (open.TryPop(out var name))
        {
            foreach (var needed in _lockFile.Plugins[name].Requires.Keys.Where(_lockFile.Plugins.ContainsKey))
            {
                if (reached.Add(needed))
                {
                    open.Push(needed);
                }
            }
        }

        return reached;
    }
}
