using System.Text.Json.Serialization;
using Speckit.Sdk;

namespace Documentation.Samples;

/// <summary>What the tracker answers.</summary>
/// <param name="Title">The ticket's title.</param>
public sealed record Ticket(string Title);

/// <summary>What the user configures.</summary>
/// <param name="Tracker">The tracker's address.</param>
/// <param name="Retries">How often it is asked.</param>
public sealed record TicketSettings(string Tracker = "https://tracker.example", int Retries = 3);

/// <summary>How both are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(TicketSettings))]
public sealed partial class TicketJson : JsonSerializerContext;

/// <summary>Shows the ticket that the current branch is about.</summary>
[Command("ticket:show", Description = "Show the ticket of this branch")]
public sealed class TicketCommand : Command
{
    /// <inheritdoc/>
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var settings = context.Config.Bind(TicketJson.Default.TicketSettings);
        var branch = await context.Shell.RunAsync(
            ["git", "branch", "--show-current"],
            cancellationToken: cancellationToken
        );
        var url = $"{settings.Tracker}/{branch.EnsureSuccess().Output.Trim()}";
        try
        {
            var ticket = await context.Http.GetJsonAsync(url, TicketJson.Default.Ticket, cancellationToken);
            await context.Console.WriteAsync(ticket.Title, cancellationToken);
            return CommandResult.Done;
        }
        catch (LimitReachedException e)
        {
            await context.Console.WarningAsync($"Enough for now: {e.Limit}", cancellationToken);
            return CommandResult.Exit(1);
        }
    }
}
