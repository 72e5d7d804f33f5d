using Speckit.Host;
using Speckit.Host.Extensions;
using Speckit.Host.Telemetry;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Cli.Running;

/// <summary>Tells telemetry of a run, once it is over. What was refused, by a policy or for want of trust, or was called wrongly, was no run
/// of the plugin.</summary>
/// <param name="environment">The process.</param>
/// <param name="host">The project.</param>
internal sealed class RunUsage(CliEnvironment environment, HostEnvironment host) : IDisposable
{
    private readonly long _start = environment.Time.GetTimestamp();
    private bool _isDue;

    /// <summary>Records the run.</summary>
    internal async Task RecordAsync(Registration<CommandProvision> command, Result<CommandRunResult> ran)
    {
        if (!ran.Succeeded && ran.Diagnostics[0].Descriptor.Kind != FailureKind.Failed)
        {
            return;
        }

        _isDue = await new UsageRecorder(host).RecordAsync(
            command.Plugin,
            command.Provision.Name,
            ran.TryGet(out var result) && result.ExitCode == 0,
            environment.Time.GetElapsedTime(_start),
            CancellationToken.None
        );
    }

    /// <summary>Starts a sender when it is time: after all else, so that nothing shares the processor with it.</summary>
    public void Dispose()
    {
        if (_isDue && environment.Self is { } program)
        {
            TelemetrySenderProcess.Start(program);
        }
    }
}
