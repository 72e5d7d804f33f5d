using Speckit.Manifests.Diagnostics;

namespace Speckit.Workspace.Files;

/// <summary>Turns a relative path into a full one that provably lies in the project.</summary>
internal static class ProjectPath
{
    /// <summary>The full path of <paramref name="relative"/>, if no existing component of it below the root is a link.</summary>
    /// <param name="root">The project root; it may itself be reached through a link.</param>
    /// <param name="relative">Segments joined by <c>/</c>.</param>
    public static Result<string> Resolve(string root, string relative)
    {
        if (relative.Length == 0 || relative.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(relative))
        {
            return Outside(relative);
        }

        var full = Path.GetFullPath(root);
        foreach (var segment in relative.Replace('\\', '/').Split('/'))
        {
            if (segment is "" or "." or ".." || segment.Contains(':', StringComparison.Ordinal))
            {
                return Outside(relative);
            }

            full = Path.Combine(full, segment);
            if (IsLink(full))
            {
                return WorkspaceDiagnostics.PathRefused.Error(
                    $"'{relative}' goes through the symbolic link '{Path.GetRelativePath(root, full)}'.",
                    "replace the link by a real folder or file; links could lead outside the project"
                );
            }
        }

        return full;
    }

    /// <summary>Whether the path itself is a symbolic link or junction, dangling or not.</summary>
    public static bool IsLink(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is not null || (file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint));
    }

    private static Diagnostic Outside(string relative) =>
        WorkspaceDiagnostics.PathRefused.Error(
            $"'{relative}' is not a path inside the project.",
            "use a relative path without '..'"
        );
}
