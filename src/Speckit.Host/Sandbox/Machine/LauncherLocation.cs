using System.Runtime.Versioning;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox.Machine;

/// <summary>Finds the program that is the step before each plugin: the small one that is installed beside the native binary, or that binary itself.</summary>
internal static class LauncherLocation
{
    private const uint WritableByOthers = 0x12;

    /// <summary>The program. The small one counts only where nobody could have put it who could not have replaced the binary: with the binary's owner
    /// or root as the owner of it and of its folders, writable by nobody else, and outside the project.</summary>
    /// <param name="binary">The native binary.</param>
    /// <param name="projectRoot">The project: a checkout may bring a program of that name.</param>
    [SupportedOSPlatform("linux")]
    internal static string Find(string binary, string projectRoot)
    {
        if (Path.GetDirectoryName(Path.GetDirectoryName(binary)) is not { } installed)
        {
            return binary;
        }

        var libraries = Path.Combine(installed, "libexec");
        var own = Path.Combine(libraries, "speckit");
        var small = Path.Combine(own, "launcher");
        return
            !small.StartsWith(projectRoot.TrimEnd('/') + "/", StringComparison.Ordinal)
            && FileOwner.Of(binary) is { } owner
            && IsOwnersAlone(small, owner)
            && IsOwnersAlone(own, owner)
            && IsOwnersAlone(libraries, owner)
            && FileOwner.Of(small) is { IsRegular: true }
            ? small
            : binary;
    }

    [SupportedOSPlatform("linux")]
    private static bool IsOwnersAlone(string path, FileOwner owner) =>
        FileOwner.Of(path) is { } found
        && (found.User == owner.User || found.User == 0)
        && (found.Mode & WritableByOthers) == 0;
}
