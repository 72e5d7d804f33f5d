using System.Collections.Immutable;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Dependencies;

/// <summary>The plugins of a lock file, each with what it needs below it. What a plugin needs is written out once: the tree is no larger
/// than the lock file, and a circle ends where it begins.</summary>
public sealed class DependencyTree
{
    // A chain deeper than that is for no screen, and would be for the stack.
    private const int MaxDepth = 64;

    private readonly LockFile _lockFile;
    private readonly DependencyGraph _graph;
    private readonly HashSet<PluginName> _writtenOut = [];

    private DependencyTree(LockFile lockFile) => (_lockFile, _graph) = (lockFile, new DependencyGraph(lockFile));

    /// <summary>What was asked for, by name, and then what nothing needs any more.</summary>
    public static ImmutableArray<DependencyNode> Of(LockFile lockFile)
    {
        ArgumentNullException.ThrowIfNull(lockFile);
        return new DependencyTree(lockFile).Build();
    }

    private ImmutableArray<DependencyNode> Build()
    {
        var nodes = ImmutableArray.CreateBuilder<DependencyNode>();
        nodes.AddRange(_graph.Asked.Select(name => NodeOf(name, range: null, depth: 0)));
        var orphans = _graph.Orphans;
        var below = orphans.SelectMany(o => _lockFile.Plugins[o].Requires.Keys.Where(n => !n.Equals(o))).ToHashSet();
        // Those that other orphans need are below them; a circle of orphans has no first one.
        foreach (var orphan in orphans.OrderBy(o => below.Contains(o)))
        {
            if (!below.Contains(orphan) || !_writtenOut.Contains(orphan))
            {
                nodes.Add(NodeOf(orphan, range: null, depth: 0));
            }
        }

        return nodes.ToImmutable();
    }

    private DependencyNode NodeOf(PluginName name, string? range, int depth)
    {
        if (!_lockFile.Plugins.TryGetValue(name, out var locked))
        {
            return new DependencyNode(name, null, range);
        }

        var node = new DependencyNode(name, locked.Version, range)
        {
            Fits = range is null || (VersionRange.TryParse(range, out var wanted) && wanted.Contains(locked.Version)),
            IsOrphan = _graph.IsOrphan(name),
        };
        if (locked.Requires.IsEmpty)
        {
            _writtenOut.Add(name);
            return node;
        }

        return depth >= MaxDepth || !_writtenOut.Add(name)
            ? node with
            {
                IsRepeated = true,
            }
            : node with
            {
                Needs = [.. locked.Requires.Select(r => NodeOf(r.Key, r.Value, depth + 1))],
            };
    }
}

/// <summary>A plugin of the tree.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The installed version; null when it is needed and not installed.</param>
/// <param name="Range">The versions that the plugin above it needs; null at the top.</param>
public sealed record DependencyNode(PluginName Name, SemanticVersion? Version, string? Range)
{
    /// <summary>Whether the installed version is in the range.</summary>
    public bool Fits { get; init; } = true;

    /// <summary>Whether nothing that was asked for needs it any more.</summary>
    public bool IsOrphan { get; init; }

    /// <summary>Whether what it needs is written out elsewhere in the tree.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>What it needs.</summary>
    public ImmutableArray<DependencyNode> Needs { get; init; } = [];
}
