using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host.Publishers;

namespace Speckit.Cli.Commands.Trust;

/// <summary><c>specify trust key list</c>: which publishers are known by which keys.</summary>
internal sealed class KeyListCommand(CliEnvironment environment)
    : SpeckitCommand(environment, "list", "List known publishers' keys and revoked keys", "trust key list")
{
    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private static CommandOutcome Execute(CommandContext context)
    {
        var publishers = new PublisherStore(context.Environment.User, context.Environment.Time);
        var read = publishers.Read();
        if (!read.TryGet(out var pins))
        {
            return CommandOutcome.Fail(read);
        }

        var known = publishers.KnownKeys().Select(k => k.KeyId).ToHashSet(StringComparer.Ordinal);
        Print(context.Terminal, pins, known);
        return CommandOutcome.Done(
            new JsonObject
            {
                ["publishers"] = new JsonArray([.. pins.Pins.Select(p => (JsonNode)ToJson(p.Key, p.Value))]),
                ["revoked"] = JsonLists.Of(pins.Revoked),
                ["known"] = JsonLists.Of(known.Order(StringComparer.Ordinal)),
            }
        );
    }

    private static void Print(Terminal terminal, PublisherPins pins, HashSet<string> known)
    {
        if (pins.Pins.IsEmpty && pins.Revoked.IsEmpty)
        {
            terminal.Line("No publishers are known yet: installing a signed plugin learns its publisher's key.");
            return;
        }

        foreach (var (subject, pin) in pins.Pins)
        {
            terminal.Line(
                $"{terminal.Bold(TerminalText.Line(PublisherSubjects.Describe(subject)))}  since {pin.Since:yyyy-MM-dd}"
            );
            foreach (var key in pin.Keys)
            {
                var revoked = pins.Revoked.Contains(key) ? "  " + terminal.Red("revoked") : "";
                var absent = known.Contains(key) ? "" : "  (the key itself is not at hand)";
                terminal.Line($"  {key}{revoked}{absent}");
            }
        }

        if (!pins.Revoked.IsEmpty)
        {
            terminal.Line(terminal.Bold("revoked"));
            foreach (var key in pins.Revoked)
            {
                terminal.Line($"  {key}");
            }
        }
    }

    private static JsonObject ToJson(string subject, PublisherPin pin) =>
        new()
        {
            ["publisher"] = subject,
            ["since"] = pin.Since,
            ["keys"] = JsonLists.Of(pin.Keys),
        };
}
