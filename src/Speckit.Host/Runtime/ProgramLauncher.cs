using System.Diagnostics;
using Speckit.Host.Grants;
using Speckit.Host.Platform;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Services.Shell;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>Starts the programs that a plugin asks the host to run: each in a sandbox of its own with the plugin's profile.</summary>
/// <param name="sandbox">Prepares the sandboxes.</param>
/// <param name="processes">Starts them.</param>
/// <param name="granted">The plugin.</param>
/// <param name="profile">Its profile.</param>
/// <param name="folder">The plugin's own working folder.</param>
internal sealed class ProgramLauncher(
    PluginSandbox sandbox,
    SandboxedProcesses processes,
    GrantedPlugin granted,
    SandboxProfile profile,
    string folder
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

        PluginEnvironment.Apply(start, granted.DataDirectory);
        var prepared = await sandbox.PrepareAsync(_asProgram, profile, start, cancellationToken);
        if (!prepared.TryGet(out var session))
        {
            return prepared.Propagate<RunningProgram>();
        }

        var started = await processes.StartAsync(profile.Plugin, start, session, cancellationToken);
        return started.TryGet(out var process)
            ? new RunningProgram(process, () => EndAsync(process, session))
            : started.Propagate<RunningProgram>();
    }

    private static async ValueTask EndAsync(Process process, SandboxSession session)
    {
        ProcessGroup.Kill(process, session.LeadsGroup);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        await session.DisposeAsync();
    }
}
