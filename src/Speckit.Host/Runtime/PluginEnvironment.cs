using System.Diagnostics;
using System.Globalization;

namespace Speckit.Host.Runtime;

/// <summary>The environment of a plugin's processes, and of the programs that are run for it.</summary>
internal static class PluginEnvironment
{
    private const long HeapLimit = 512L * 1024 * 1024;

    /// <summary>HOME (a private one), PATH and LANG always; nothing else of the user's (security: "environment").</summary>
    /// <param name="start">The process to start.</param>
    /// <param name="data">The plugin's own folder.</param>
    /// <param name="variable">Reads an environment variable of the user.</param>
    internal static void Apply(ProcessStartInfo start, string data, Func<string, string?> variable)
    {
        var home = Path.Combine(data, "home");
        var temporary = Path.Combine(data, "tmp");
        MakeFolder(home);
        MakeFolder(temporary);
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["TMPDIR"] = temporary;
        string[] kept = OperatingSystem.IsWindows()
            ? ["PATH", "SystemRoot", "PATHEXT", "DOTNET_ROOT"]
            : ["PATH", "LANG", "DOTNET_ROOT"];
        foreach (var name in kept)
        {
            if (variable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        _ = start.Environment.TryAdd("LANG", "C.UTF-8");
        start.Environment["DOTNET_NOLOGO"] = "1";

        // No diagnostic socket that other processes could attach to, and a start without the profile-guided tier.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit.ToString("X", CultureInfo.InvariantCulture);
    }

    /// <summary>The plugin may have put a link or a file there: then it goes, so that the next start does not follow or fail.</summary>
    private static void MakeFolder(string path)
    {
        if (new FileInfo(path) is { LinkTarget: not null } or { Exists: true })
        {
            File.Delete(path);
        }

        Directory.CreateDirectory(path);
    }
}
