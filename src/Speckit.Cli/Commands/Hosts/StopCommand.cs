using System.Text.Json.Nodes;
using Speckit.Host;
using Speckit.Host.Resident;

namespace Speckit.Cli.Commands.Hosts;

/// <summary><c>specify host stop</c>: ends the resident host of the project, and its plugins.</summary>
internal sealed class StopCommand(CliEnvironment environment)
    : SpeckitCommand(environment, "stop", "End the resident host of this project", "host stop")
{
    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var found = context.FindProject();
        if (!found.TryGet(out var project))
        {
            return CommandOutcome.Fail(found);
        }

        var stopped = false;
        using (var client = StatusCommand.TryConnect(context, project))
        {
            stopped = client?.TryStop() is not null;
        }

        if (
            stopped
            && !await ResidentPlace
                .Of(context.Environment.User, project)
                .IsFreeAsync(context.Environment.Time, cancellationToken)
        )
        {
            return CommandOutcome.Fail(
                HostDiagnostics.ResidentFailed.Error(
                    "the resident host was told to end and has not ended yet",
                    "a plugin may take its time: see 'specify host status'"
                )
            );
        }

        context.Terminal.Line(stopped ? "The resident host has ended." : "No resident host runs for this project.");
        return CommandOutcome.Done(new JsonObject { ["stopped"] = stopped });
    }
}
