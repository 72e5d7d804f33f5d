using Speckit.Host;
using Speckit.Host.Extensions;
using Speckit.Host.Telemetry;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Cli.Running;

/// <summary>Tells telemetry of a run, once it is over. What was refused, by a policy or for want of trust, or was called wrongly, was no run
/// of the plugin.</summary>
internal sealed class RunUsage
{
    private readonly CliEnvironment _environment;
    private readonly HostEnvironment _host;
    private readonly long _start;

    private RunUsage(CliEnvironment environment, HostEnvironment host)
    {
        _environment = environment;
        _host = host;
        _start = environment.Time.GetTimestamp();
    }

    /// <summary>Starts the clock.</summary>
    internal static RunUsage Begin(CliEnvironment environment, HostEnvironment host) => new(environment, host);

    /// <summary>Records the run, and starts a sender when it is time.</summary>
    internal async Task RecordAsync(Registration<CommandProvision> command, Result<CommandRunResult> ran)
    {
        if (!ran.Succeeded && ran.Diagnostics[0].Descriptor.Kind != FailureKind.Failed)
        {
            return;
        }

        var due = await new UsageRecorder(_host).RecordAsync(
            command.Plugin,
            command.Provision.Name,
            ran.TryGet(out var result) && result.ExitCode == 0,
            _environment.Time.GetElapsedTime(_start),
            CancellationToken.None
        );
        if (due && _environment.Self is { } program)
        {
            TelemetrySenderProcess.Start(program);
        }
    }
}
