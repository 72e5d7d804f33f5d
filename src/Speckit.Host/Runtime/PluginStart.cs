using System.Diagnostics;
using Speckit.Host.Grants;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>How a plugin's process is started: program, arguments, folder, and an environment with nothing of the user's in it.</summary>
internal static class PluginStart
{
    /// <summary>The process to start for one of a plugin's entry files.</summary>
    /// <param name="project">The project.</param>
    /// <param name="granted">The plugin.</param>
    /// <param name="path">The entry file, relative to the package.</param>
    internal static Result<ProcessStartInfo> Create(ProjectLayout project, GrantedPlugin granted, string path)
    {
        var plugin = granted.Plugin;
        var file = Path.Combine(granted.PackageDirectory, path.Replace('/', Path.DirectorySeparatorChar));
        if (!File.Exists(file))
        {
            return HostDiagnostics.StartFailed.Error(
                $"{plugin.Name} has no file {path}",
                "its package is incomplete: tell its author"
            );
        }

        var command = CommandFor(plugin.Runtime ?? PluginRuntime.Native, file);
        if (!command.TryGet(out var words))
        {
            return command.Propagate<ProcessStartInfo>();
        }

        var data = granted.DataDirectory;
        var start = new ProcessStartInfo(words[0])
        {
            WorkingDirectory = granted.Capabilities.Contains(Capability.FilesystemRead) ? project.Root : data,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (var argument in words[1..])
        {
            start.ArgumentList.Add(argument);
        }

        PrepareEnvironment(start, data);
        return start;
    }

    private static Result<string[]> CommandFor(PluginRuntime runtime, string file)
    {
        if (runtime == PluginRuntime.Native)
        {
            return new[] { file };
        }

        if (runtime is not PluginRuntime.Dotnet)
        {
            return HostDiagnostics.RuntimeUnavailable.Error(
                $"this version of Speckit runs dotnet and native plugins, not {RuntimeLocator.NameOf(runtime)}"
            );
        }

        return RuntimeLocator.FindExecutable(runtime) is { } executable
            ? new[] { executable, file }
            : HostDiagnostics.RuntimeUnavailable.Error(
                $"the plugin needs {RuntimeLocator.NameOf(runtime)}, which is not on the PATH",
                "install it, or add it to the PATH"
            );
    }

    /// <summary>HOME (a private one), PATH and LANG always; nothing else of the user's (security: "environment").</summary>
    private static void PrepareEnvironment(ProcessStartInfo start, string data)
    {
        var home = Path.Combine(data, "home");
        var temporary = Path.Combine(data, "tmp");
        Directory.CreateDirectory(home);
        Directory.CreateDirectory(temporary);
        var inherited = start.Environment.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["TMPDIR"] = temporary;
        string[] kept = OperatingSystem.IsWindows()
            ? ["PATH", "SystemRoot", "PATHEXT", "DOTNET_ROOT"]
            : ["PATH", "LANG", "DOTNET_ROOT"];
        foreach (var name in kept)
        {
            if (inherited.TryGetValue(name, out var value) && value is not null)
            {
                start.Environment[name] = value;
            }
        }

        _ = start.Environment.TryAdd("LANG", "C.UTF-8");
        start.Environment["DOTNET_NOLOGO"] = "1";

        // No diagnostic socket that other processes could attach to, and a start without the profile-guided tier.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
    }
}
