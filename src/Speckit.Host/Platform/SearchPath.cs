namespace Speckit.Host.Platform;

/// <summary>Finds programs that the host itself runs: a checkout must not be able to put its own in their place.</summary>
internal static class SearchPath
{
    /// <summary>A program on the absolute entries of the search path that are not in the project, or null.</summary>
    internal static string? FindProgram(string name, string projectRoot, string? path) =>
        (path ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(d => Path.IsPathFullyQualified(d) && !IsIn(Path.GetFullPath(d), projectRoot))
            .Select(d => Path.Combine(d, name))
            .FirstOrDefault(file => File.Exists(file) && !IsIn(RealPath(file), projectRoot));

    private static string RealPath(string file) =>
        new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file;

    private static bool IsIn(string path, string folder) =>
        path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
