using System.ComponentModel;
using System.Diagnostics;
using Speckit.Host.Sandbox;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Runtime;

/// <summary>Starts processes in sandboxes that were prepared for them.</summary>
internal sealed class SandboxedProcesses : IDisposable
{
    private readonly ProcessStarter _starter = new();

    /// <summary>Starts a process and follows it into its sandbox. Where that fails nothing is left of either.</summary>
    /// <param name="plugin">The plugin's name.</param>
    /// <param name="start">The process, as the sandbox was prepared for it.</param>
    /// <param name="sandbox">The sandbox, not entered yet.</param>
    /// <param name="cancellationToken">Ends the start and the process.</param>
    internal async Task<Result<Process>> StartAsync(
        string plugin,
        ProcessStartInfo start,
        SandboxSession sandbox,
        CancellationToken cancellationToken
    )
    {
        Process process;
        try
        {
            process = await _starter.StartAsync(start);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            await sandbox.DisposeAsync();
            return HostDiagnostics.StartFailed.Error(
                $"{plugin} could not be started: {e.Message}",
                "check that its entry file can be run on this machine"
            );
        }

        if (await sandbox.EnterAsync(process, cancellationToken) is not { } failure)
        {
            return process;
        }

        await sandbox.DisposeAsync();
        process.Dispose();
        return failure;
    }

    /// <inheritdoc/>
    public void Dispose() => _starter.Dispose();
}
