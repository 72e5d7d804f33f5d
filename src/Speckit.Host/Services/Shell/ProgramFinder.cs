using Speckit.Protocol;

namespace Speckit.Host.Services.Shell;

/// <summary>Finds the program that a plugin names.</summary>
internal static class ProgramFinder
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The executable, absolute: a bare name is looked for on the search path, any other is relative to the folder.</summary>
    /// <exception cref="RpcErrorException">There is none.</exception>
    internal static string Find(string name, string folder, string? searchPath)
    {
        var isBare = !name.Contains('/', StringComparison.Ordinal) && !Path.IsPathFullyQualified(name);
        var found = isBare
            ? (searchPath ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Where(Path.IsPathFullyQualified)
                .SelectMany(directory => NamesOf(Path.Combine(directory, name)))
                .FirstOrDefault(IsExecutable)
            : NamesOf(Path.GetFullPath(name, folder)).FirstOrDefault(IsExecutable);
        return found
            ?? throw new RpcErrorException(
                RpcErrorCodes.NotFound,
                isBare
                    ? $"there is no program '{name}' on the PATH"
                    : $"'{name}' is not there, or no program that can be run"
            );
    }

    private static IEnumerable<string> NamesOf(string path) =>
        OperatingSystem.IsWindows() && !Path.HasExtension(path) ? [path + ".exe", path] : [path];

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);
}
