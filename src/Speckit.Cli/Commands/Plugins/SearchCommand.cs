using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Cli.Registries;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin search</c>.</summary>
internal sealed class SearchCommand : SpeckitCommand
{
    private const int PageSize = 50;

    private readonly Argument<string[]> _words = new("query")
    {
        Description = "Words to look for; none for everything",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _category = new("--category")
    {
        Description = "workflows, commands, agents, stacks or integrations",
        HelpName = "CATEGORY",
    };

    private readonly Option<string?> _trust = new("--trust")
    {
        Description = "The least trust: unsigned, self-signed, verified or certified",
        HelpName = "LEVEL",
    };

    private readonly Option<string?> _registry = RegistryOption.Create();

    internal SearchCommand(CliEnvironment environment)
        : base(
            environment,
            "search",
            "Search the registries",
            "plugin search security",
            "plugin search security --category commands --trust verified"
        )
    {
        Arguments.Add(_words);
        Options.Add(_category);
        Options.Add(_trust);
        Options.Add(_registry);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        TrustLevel? trust = null;
        if (context.Parsed.GetValue(_trust) is { } text)
        {
            if (!TrustLevels.TryParse(text, out var level))
            {
                return CommandOutcome.Fail(
                    CliDiagnostics.Usage.Error(
                        $"'{text}' is not a trust level",
                        $"one of {string.Join(", ", TrustLevels.Names)}"
                    )
                );
            }

            trust = level;
        }

        var connected = RegistryConnections.Open(context, context.Parsed.GetValue(_registry));
        if (!connected.TryGet(out var connections))
        {
            return CommandOutcome.Fail(connected);
        }

        using (connections)
        {
            return await SearchAsync(context, connections, trust, cancellationToken);
        }
    }

    private async Task<CommandOutcome> SearchAsync(
        CommandContext context,
        RegistryConnections connections,
        TrustLevel? trust,
        CancellationToken cancellationToken
    )
    {
        if (connections.Sources.IsEmpty)
        {
            return CommandOutcome.Fail(Speckit.Registry.Client.Configuration.RegistryConfiguration.NoRegistry());
        }

        var words = string.Join(' ', context.Parsed.GetValue(_words) ?? []);
        var found = new List<PluginSummary>();
        var silent = new List<Diagnostic>();
        var total = 0;
        foreach (var source in connections.Sources)
        {
            var answered = await source.Client.SearchAsync(
                words.Length == 0 ? null : words,
                context.Parsed.GetValue(_category),
                trust,
                page: 1,
                PageSize,
                cancellationToken
            );
            if (!answered.TryGet(out var page))
            {
                if (answered.Diagnostics[0].Descriptor.Kind != FailureKind.Unreachable)
                {
                    return CommandOutcome.Fail(answered);
                }

                silent.Add(answered.Diagnostics[0]);
                continue;
            }

            // The first registry that has a name is the one that installs it.
            found.AddRange(page.Plugins.Where(p => found.All(f => f.Name != p.Name)));
            total += page.Total;
        }

        if (silent.Count == connections.Sources.Length)
        {
            return CommandOutcome.Fail([.. silent]);
        }

        // One registry that is down does not hide what the others have.
        ImmutableArray<Diagnostic> warnings = [.. silent.Select(d => d with { Severity = Severity.Warning })];
        foreach (var warning in warnings)
        {
            context.ShowWarning(warning);
        }

        Print(context.Terminal, found, total);
        return CommandOutcome.Done(
            new JsonObject { ["total"] = total, ["plugins"] = new JsonArray([.. found.Select(ToJson)]) },
            warnings
        );
    }

    private static void Print(Terminal terminal, List<PluginSummary> found, int total)
    {
        if (found.Count == 0)
        {
            terminal.Line("No plugins found.");
            return;
        }

        var table = new Table("NAME", "VERSION", "AUTHOR", "TRUST", "DOWNLOADS", "DESCRIPTION");
        foreach (var plugin in found)
        {
            table.Add(
                plugin.Name,
                plugin.Version,
                plugin.Author ?? "",
                plugin.Trust.ToName(),
                Count(plugin.Downloads),
                plugin.Description
            );
        }

        table.Write(terminal);
        if (total > found.Count)
        {
            terminal.Line($"{total - found.Count} more: add words to narrow the search.");
        }
    }

    private static string Count(long downloads) =>
        downloads < 1000
            ? downloads.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{downloads / 1000.0:0.#}k");

    private static JsonNode? ToJson(PluginSummary plugin) =>
        JsonNode.Parse(JsonSerializer.Serialize(plugin, RegistryJsonContext.Default.PluginSummary));
}
