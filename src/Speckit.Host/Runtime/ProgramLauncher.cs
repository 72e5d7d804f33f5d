using System.Diagnostics;
using Speckit.Host.Grants;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Services.Shell;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>Starts the programs that a plugin asks the host to run: each in a sandbox of its own with the plugin's profile.</summary>
/// <param name="sandbox">Starts programs in sandboxes.</param>
/// <param name="granted">The plugin.</param>
/// <param name="profile">Its profile.</param>
/// <param name="folder">The plugin's own working folder.</param>
/// <param name="variable">Reads an environment variable of the user.</param>
internal sealed class ProgramLauncher(
    PluginSandbox sandbox,
    GrantedPlugin granted,
    SandboxProfile profile,
    string folder,
    Func<string, string?> variable
)
{
    // To the sandbox a program is one of the machine's, whatever the plugin is written in.
    private readonly GrantedPlugin _asProgram = granted with
    {
        Plugin = granted.Plugin with { Runtime = PluginRuntime.Native },
    };

    /// <summary>Starts a program.</summary>
    internal async Task<Result<RunningProgram>> StartAsync(ProgramStart wanted, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(wanted.Program)
        {
            WorkingDirectory = wanted.Folder ?? folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (var argument in wanted.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        PluginEnvironment.Apply(start, granted.DataDirectory, variable);
        var started = await sandbox.StartAsync(_asProgram, profile, start, () => Task.CompletedTask, cancellationToken);
        return started.TryGet(out var running)
            ? new RunningProgram(running.Process, running.DisposeAsync)
            : started.Propagate<RunningProgram>();
    }
}
