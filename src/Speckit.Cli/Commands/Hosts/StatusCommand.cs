using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Host.Projects;
using Speckit.Host.Resident;

namespace Speckit.Cli.Commands.Hosts;

/// <summary><c>specify host status</c>: whether a resident host runs for the project, and what it keeps warm.</summary>
internal sealed class StatusCommand(CliEnvironment environment)
    : SpeckitCommand(environment, "status", "Show the resident host of this project", "host status")
{
    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var found = context.FindProject();
        return Task.FromResult(found.TryGet(out var project) ? Show(context, project) : CommandOutcome.Fail(found));
    }

    /// <summary>Shows the state of a project's resident host.</summary>
    internal static CommandOutcome Show(CommandContext context, ProjectLayout project)
    {
        using var client = TryConnect(context, project);
        var status = client?.TryGetStatus();
        if (status is null)
        {
            context.Terminal.Line("No resident host runs for this project.");
            return CommandOutcome.Done(new JsonObject { ["running"] = false });
        }

        var terminal = context.Terminal;
        terminal.Line(
            $"{terminal.Green("✓")} A resident host runs for this project (process {status.ProcessId.ToString(CultureInfo.InvariantCulture)})."
        );
        terminal.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  Commands: {status.Calls}; warm: {(status.Plugins.Count == 0 ? "none" : string.Join(", ", status.Plugins))}"
            )
        );
        terminal.Line(
            string.Create(CultureInfo.InvariantCulture, $"  Ends after {status.IdleSeconds / 60:0.#} idle minutes.")
        );
        return CommandOutcome.Done(ToJson(status));
    }

    /// <summary>A connection to the project's resident host, or null.</summary>
    internal static ResidentClient? TryConnect(CommandContext context, ProjectLayout project) =>
        ResidentClient.TryConnect(context.Environment.User, project, context.Environment.Self);

    private static JsonObject ToJson(ResidentStatus status) =>
        new()
        {
            ["running"] = true,
            ["version"] = status.Version,
            ["processId"] = status.ProcessId,
            ["started"] = status.Started.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["commands"] = status.Calls,
            ["plugins"] = JsonLists.Of(status.Plugins),
            ["idleSeconds"] = status.IdleSeconds,
        };
}
