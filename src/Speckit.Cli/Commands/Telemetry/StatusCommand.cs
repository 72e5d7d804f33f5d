using System.Globalization;
using Speckit.Cli.Interaction;
using Speckit.Host.Telemetry;

namespace Speckit.Cli.Commands.Telemetry;

/// <summary><c>specify telemetry status</c>: whether it is on here, why not, and what waits.</summary>
internal sealed class StatusCommand(CliEnvironment environment)
    : SpeckitCommand(
        environment,
        "status",
        "Whether telemetry is on here, why not, and what waits to be sent",
        "telemetry status",
        "telemetry status --json"
    )
{
    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var project = context.FindProject().TryGet(out var found) ? found : null;
        var state = new TelemetrySwitch(context.Environment.User, context.Environment.Variable).For(project);
        var control = new TelemetryControl(context.Environment.User, context.Environment.Time);
        Show(context.Terminal, state, control);
        return Task.FromResult(CommandOutcome.Done(TelemetryJson.Of(state, control)));
    }

    private static void Show(Terminal terminal, TelemetryState state, TelemetryControl control)
    {
        if (!state.IsOn)
        {
            terminal.Line($"Telemetry is off: {TerminalText.Line(state.WhyOff ?? "it was not configured")}.");
            if (state.Consent is null)
            {
                terminal.Line("'specify telemetry enable' shows what it would tell, and asks.");
            }
        }
        else
        {
            terminal.Line($"Telemetry is on: it goes to {TelemetryNotice.PlaceOf(state.Settings!)}.");
        }

        if (control.Waiting is > 0 and var waiting)
        {
            var when = control.Next is { } next
                ? $"at the first run after {next.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}"
                : "at the next run";
            terminal.Line($"{waiting} record(s) wait in ~/.specify/telemetry, to be sent {when}.");
        }
    }
}
