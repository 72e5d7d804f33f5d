using Speckit.Host.Projects;

namespace Speckit.Host.Acquisition;

/// <summary>Paths in the lock file: relative to the project, since the file is made to be committed, and other machines have other paths.</summary>
public static class ResolvedPath
{
    private static readonly string[] Schemes = ["file:", "path:", "link:"];

    /// <summary>What the lock file says of where a plugin came from.</summary>
    public static string Portable(ProjectLayout project, string resolved)
    {
        ArgumentNullException.ThrowIfNull(project);
        return SchemeOf(resolved) is { } scheme
            ? scheme
                + Path.GetRelativePath(project.Root, resolved[scheme.Length..])
                    .Replace(Path.DirectorySeparatorChar, '/')
            : resolved;
    }

    /// <summary>The path that the lock file names, or null when it is a URL.</summary>
    public static string? Local(ProjectLayout project, string resolved)
    {
        ArgumentNullException.ThrowIfNull(project);
        return SchemeOf(resolved) is { } scheme ? Path.GetFullPath(resolved[scheme.Length..], project.Root) : null;
    }

    private static string? SchemeOf(string resolved)
    {
        ArgumentNullException.ThrowIfNull(resolved);
        return Array.Find(Schemes, scheme => resolved.StartsWith(scheme, StringComparison.Ordinal));
    }
}
