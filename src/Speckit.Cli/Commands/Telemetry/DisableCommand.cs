using System.Text.Json.Nodes;
using Speckit.Host.Telemetry;

namespace Speckit.Cli.Commands.Telemetry;

/// <summary><c>specify telemetry disable</c>: forgets the consent and deletes what waits.</summary>
internal sealed class DisableCommand(CliEnvironment environment)
    : SpeckitCommand(
        environment,
        "disable",
        "Turn telemetry off, and delete what was recorded and not sent",
        "telemetry disable"
    )
{
    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var control = new TelemetryControl(context.Environment.User, context.Environment.Time);
        var deleted = await control.WithdrawAsync(cancellationToken);
        context.Terminal.Line(
            deleted == 0
                ? "Telemetry is off. Nothing was waiting to be sent."
                : $"Telemetry is off. {deleted} record(s) that were not sent are deleted."
        );
        return CommandOutcome.Done(new JsonObject { ["enabled"] = false, ["deleted"] = deleted });
    }
}
