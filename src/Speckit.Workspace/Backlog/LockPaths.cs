using System.Text.RegularExpressions;

namespace Speckit.Workspace.Backlog;

/// <summary>Where Backlog.md keeps its locks.</summary>
internal static partial class LockPaths
{
    /// <summary>The lock on giving out ids: beside the repository, so that all its work trees share it, or in the backlog.</summary>
    public static string ForCreation(BacklogProject project)
    {
        var git = project.Config.FilesystemOnly ? null : GitFolder.Find(project.Root);
        return git is null
            ? Path.Combine(project.Directory, ".locks", "create")
            : Path.Combine(git, "backlog.md", "locks", "create");
    }

    /// <summary>The lock on one task.</summary>
    public static string ForEdit(BacklogProject project, string id)
    {
        var name = Unsafe().Replace(id.Trim().ToLowerInvariant(), "-").TrimStart('.');
        return Path.Combine(project.Directory, ".locks", $"task-{(name.Length == 0 ? "unknown" : name)}");
    }

    [GeneratedRegex("[^a-z0-9._-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unsafe();
}
