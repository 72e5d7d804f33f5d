using Speckit.Cli.Interaction;
using Speckit.Host;
using Speckit.Host.Lifecycle;
using Speckit.Host.Telemetry;

namespace Speckit.Cli.Commands.Telemetry;

/// <summary><c>specify telemetry enable</c>: shows all there is to know, and asks.</summary>
internal sealed class EnableCommand(CliEnvironment environment)
    : SpeckitCommand(
        environment,
        "enable",
        "Show what telemetry tells and to whom, and agree to it",
        "telemetry enable",
        "telemetry enable --yes"
    )
{
    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var control = new TelemetryControl(context.Environment.User, context.Environment.Time);
        var read = control.Settings;
        if (!read.TryGet(out var settings))
        {
            return CommandOutcome.Fail(read);
        }

        if (StateOf(context).Consent?.Covers(settings) != true)
        {
            TelemetryNotice.Show(context.Terminal, settings);
            var answer = await context.Reporter().ConfirmAsync("Agree?", cancellationToken);
            if (answer != ConsentAnswer.Accepted)
            {
                return Refuse(answer);
            }

            await control.ConsentAsync(TelemetryConsent.To(settings), cancellationToken);
        }

        return Tell(context, control);
    }

    private static CommandOutcome Tell(CommandContext context, TelemetryControl control)
    {
        var state = StateOf(context);
        context.Terminal.Line(
            state.WhyOff is { } why
                ? $"You agreed, but telemetry stays off here: {TerminalText.Line(why)}."
                : $"{context.Terminal.Green("✓")} Telemetry is on. 'specify telemetry disable' turns it off again."
        );
        return CommandOutcome.Done(TelemetryJson.Of(state, control));
    }

    private static CommandOutcome Refuse(ConsentAnswer answer) =>
        CommandOutcome.Fail(
            answer == ConsentAnswer.Refused
                ? HostDiagnostics.ConsentRefused.Error("telemetry stays off")
                : HostDiagnostics.ConsentNeeded.Error(
                    "telemetry needs your consent, and there is no terminal to ask on",
                    "read what it tells, above, then run the command again with --yes"
                )
        );

    private static TelemetryState StateOf(CommandContext context) =>
        new TelemetrySwitch(context.Environment.User, context.Environment.Variable).For(
            context.FindProject().TryGet(out var project) ? project : null
        );
}
