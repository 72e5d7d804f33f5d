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
    /// <param name="variable">Reads an environment variable of the user.</param>
    internal static Result<ProcessStartInfo> Create(
        ProjectLayout project,
        GrantedPlugin granted,
        string path,
        Func<string, string?> variable
    )
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

        var runtime = plugin.Runtime ?? PluginRuntime.Native;
        var created = PluginProgram.Create(runtime, granted.PackageDirectory, file, variable);
        if (!created.TryGet(out var program))
        {
            return created.Propagate<ProcessStartInfo>();
        }

        var words = program.Words;
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

        PluginEnvironment.Apply(start, data, variable);
        if (program.PythonPath is not null)
        {
            start.Environment["PYTHONPATH"] = program.PythonPath;
        }

        return start;
    }
}
