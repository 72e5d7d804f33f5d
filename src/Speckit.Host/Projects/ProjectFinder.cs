using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Projects;

/// <summary>Finds the project that a folder belongs to.</summary>
public static class ProjectFinder
{
    /// <summary>The nearest folder, from <paramref name="start"/> upwards, that has a <c>.specify</c> folder. The home folder's own
    /// <c>.specify</c> holds the user's state and makes no project.</summary>
    /// <param name="start">Where to start.</param>
    /// <param name="user">The user's state.</param>
    public static Result<ProjectLayout> Find(string start, UserLayout user)
    {
        var directory = Normalize(start);
        for (var current = directory; current is not null; current = Path.GetDirectoryName(current))
        {
            var isHome = string.Equals(current, Normalize(user.Home), StringComparison.Ordinal);
            if (!isHome && Directory.Exists(Path.Combine(current, ProjectLayout.DirectoryName)))
            {
                return new ProjectLayout(current);
            }
        }

        return HostDiagnostics.NoProject.Error(
            $"no .specify folder in '{directory}' or above it",
            "run 'specify init' in your project's root, or name it with --project-root"
        );
    }

    /// <summary>The project at exactly that root.</summary>
    /// <param name="root">What the user gave with <c>--project-root</c>.</param>
    public static Result<ProjectLayout> At(string root)
    {
        var full = Normalize(root);
        return Directory.Exists(Path.Combine(full, ProjectLayout.DirectoryName))
            ? new ProjectLayout(full)
            : HostDiagnostics.NoProject.Error(
                $"'{full}' has no .specify folder",
                $"run 'specify init --project-root {root}' first"
            );
    }

    /// <summary>One text for one folder: what was consented to is remembered by it.</summary>
    private static string Normalize(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
