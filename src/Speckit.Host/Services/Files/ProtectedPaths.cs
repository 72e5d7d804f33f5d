using System.Collections.Frozen;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;

namespace Speckit.Host.Services.Files;

/// <summary>What a plugin never sees or never changes, whatever it was granted. Names are compared without case, since some file
/// systems do.</summary>
/// <param name="plugin">The plugin that asks.</param>
internal sealed class ProtectedPaths(PluginName plugin)
{
    /// <summary>The names at a project's root that no plugin writes.</summary>
    internal static FrozenSet<string> ReadOnlyRoots { get; } =
        new[]
        {
            ".git",
            ProjectLayout.DirectoryName,
            ".claude",
            ".cursor",
            ".vscode",
            ".idea",
            ".mcp.json",
            ".envrc",
            ".husky",
            ".bashrc",
            ".bash_profile",
            ".profile",
            ".zshrc",
            ".zshenv",
        }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly string _ownData = $"{ProjectLayout.DirectoryName}/data/{plugin.RelativePath}";

    /// <summary>Whether it cannot be read: the host's own state, but for the plugin's data.</summary>
    internal bool IsHidden(string relative) =>
        RootOf(relative) is var root && IsState(root) && !LeadsToOwnData(relative);

    /// <summary>Whether it cannot be written.</summary>
    internal bool IsReadOnly(string relative) =>
        !IsOwnData(relative) && (ReadOnlyRoots.Contains(RootOf(relative)) || ContainsGit(relative));

    private static bool IsState(string root) =>
        string.Equals(root, ProjectLayout.DirectoryName, StringComparison.OrdinalIgnoreCase);

    private bool IsOwnData(string relative) => relative.StartsWith(_ownData + "/", StringComparison.Ordinal);

    /// <summary>A walk may enter the folders on the way to the plugin's data.</summary>
    private bool LeadsToOwnData(string relative) =>
        IsOwnData(relative) || $"{_ownData}/".StartsWith(relative + "/", StringComparison.Ordinal);

    /// <summary>A nested repository's hooks run code as well.</summary>
    private static bool ContainsGit(string relative) =>
        relative.Split('/').Any(s => s.Equals(".git", StringComparison.OrdinalIgnoreCase));

    private static string RootOf(string relative)
    {
        var slash = relative.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? relative : relative[..slash];
    }
}
