using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Paths;

/// <summary>All paths of a package, to find those that would be one file, or a file and a folder, on some system.</summary>
/// <param name="maxNodes">The most files and folders together, named or implied.</param>
internal sealed class PathTree(int maxNodes)
{
    private const string Hint = "Rename one of them and pack the plugin again.";

    private readonly Node _root = new("", isFile: false);

    private int _nodes;

    /// <summary>Adds an entry.</summary>
    /// <param name="path">A path that <see cref="EntryPath.Check"/> has passed.</param>
    /// <param name="isFile">Whether it is a file, otherwise a folder.</param>
    /// <returns>What is wrong, or null.</returns>
    internal Diagnostic? Add(string path, bool isFile)
    {
        var components = path.Split('/');
        if (CollisionKey.Of(components[0]) == "config.yaml")
        {
            return PackagingDiagnostics.ConfigurationReserved.Error(
                $"'{path}' is reserved for the user's configuration of the plugin.",
                "Put defaults into plugin.yaml, or name the file otherwise."
            );
        }

        var node = _root;
        for (var i = 0; i < components.Length; i++)
        {
            var last = i == components.Length - 1;
            var problem = Step(ref node, components[i], last && isFile, last, path);
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private Diagnostic? Step(ref Node parent, string name, bool isFile, bool isLast, string path)
    {
        var key = CollisionKey.Of(name);
        if (!parent.Children.TryGetValue(key, out var node))
        {
            if (++_nodes > maxNodes)
            {
                return PackagingDiagnostics.TooManyEntries.Error(
                    $"More than {maxNodes} files and folders.",
                    "Split the plugin."
                );
            }

            node = new Node(name, isFile) { Named = isLast };
            parent.Children.Add(key, node);
            parent = node;
            return null;
        }

        if (!string.Equals(node.Name, name, StringComparison.Ordinal))
        {
            return PackagingDiagnostics.PathCollision.Error(
                $"'{name}' in '{path}' and '{node.Name}' are one name on systems that ignore case or normalise Unicode.",
                Hint
            );
        }

        if (node.IsFile != isFile)
        {
            return PackagingDiagnostics.FileUsedAsFolder.Error($"'{name}' in '{path}' is a file and a folder.", Hint);
        }

        if (isLast && node.Named)
        {
            return PackagingDiagnostics.PathDuplicate.Error($"'{path}' is there twice.", Hint);
        }

        node.Named |= isLast;
        parent = node;
        return null;
    }

    private sealed class Node(string name, bool isFile)
    {
        internal string Name { get; } = name;

        internal bool IsFile { get; } = isFile;

        internal bool Named { get; set; }

        internal Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);
    }
}
