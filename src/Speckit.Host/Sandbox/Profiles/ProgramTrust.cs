using System.Collections.Immutable;

namespace Speckit.Host.Sandbox.Profiles;

/// <summary>Tells the user's programs from files that a plugin, its author or the project supply: what such a file says it needs gives it
/// nothing.</summary>
/// <param name="ofPlugin">The folders whose files are theirs.</param>
/// <param name="searchPath">The user's search path.</param>
internal sealed class ProgramTrust(ImmutableArray<string> ofPlugin, string? searchPath)
{
    private readonly ImmutableArray<string> _folders =
    [
        .. (searchPath ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(d => Path.TrimEndingDirectorySeparator(Path.GetFullPath(d)))
            .Where(d => !IsIn(d, ofPlugin)),
    ];

    /// <summary>Whether the file is the plugin's, its author's or the project's.</summary>
    internal bool IsOfPlugin(string file) => IsIn(file, ofPlugin);

    /// <summary>Whether the user, or the system, put the program where programs are.</summary>
    internal bool IsOfUser(string file) =>
        !IsOfPlugin(file)
        && Path.GetDirectoryName(file) is { } folder
        && (_folders.Contains(folder, StringComparer.Ordinal) || SystemPaths.Programs.Contains(folder));

    /// <summary>A program of the user by its bare name, or null.</summary>
    internal string? Find(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? null
            : _folders.Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists);

    private static bool IsIn(string path, ImmutableArray<string> folders) =>
        folders.Any(f => path == f || path.StartsWith(f + "/", StringComparison.Ordinal));
}
