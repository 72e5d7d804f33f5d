using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Cli.Running;
using Speckit.Host.Projects;
using Speckit.Host.Resident;

namespace Speckit.Cli.Commands.Hosts;

/// <summary><c>specify host status</c>: whether a resident host runs for the project, and what it keeps warm.</summary>
internal sealed class StatusCommand(CliEnvironment environment)
    : SpeckitCommand(environment, "status", "Show the resident host of this project", "host status")
{
    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var found = context.FindProject();
        return found.TryGet(out var project)
            ? await ShowAsync(context, project, cancellationToken)
            : CommandOutcome.Fail(found);
    }

    /// <summary>Shows the state of a project's resident host.</summary>
    internal static async Task<CommandOutcome> ShowAsync(
        CommandContext context,
        ProjectLayout project,
        CancellationToken cancellationToken
    )
    {
        await using var client = await ConnectAsync(context, project, cancellationToken);
        var status = client is null ? null : await client.TryGetStatusAsync(cancellationToken);
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
    internal static Task<ResidentClient?> ConnectAsync(
        CommandContext context,
        ProjectLayout project,
        CancellationToken cancellationToken
    ) =>
        ResidentClient.TryConnectAsync(
            context.Environment.User,
            project,
            new PluginConsole(context.Terminal, context.ShowsLog),
            context.ShowWarning,
            cancellationToken
        );

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
