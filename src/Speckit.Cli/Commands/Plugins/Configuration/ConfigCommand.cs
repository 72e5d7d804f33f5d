using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host.Configuration;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins.Configuration;

/// <summary><c>specify plugin config</c>: what a plugin works with, and who said so.</summary>
internal sealed class ConfigCommand : PluginConfigurationCommand
{
    private ConfigCommand(CliEnvironment environment, Argument<string> name)
        : base(environment, name, "config", "Show or change a plugin's configuration", "plugin config jira-sync")
    {
        Arguments.Add(name);
        Subcommands.Add(new ConfigGetCommand(environment, name));
        Subcommands.Add(new ConfigSetCommand(environment, name));
        Subcommands.Add(new ConfigEditCommand(environment, name));
        Subcommands.Add(new ConfigResetCommand(environment, name));
    }

    internal static ConfigCommand Create(CliEnvironment environment) =>
        new(environment, PluginNameArgument.Create("The installed plugin"));

    protected override Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        PluginConfigurator configurator,
        PluginName name,
        CancellationToken cancellationToken
    )
    {
        var read = configurator.View(name);
        if (!read.TryGet(out var view))
        {
            return Task.FromResult(CommandOutcome.Fail(read));
        }

        Print(context.Terminal, view);
        var warnings = Show(context, view.Problems);
        var data = new JsonObject
        {
            ["name"] = view.Name.ToString(),
            ["file"] = view.Path,
            ["hasSchema"] = view.HasSchema,
            ["valid"] = view.Problems.IsEmpty,
            ["config"] = view.Effective,
            ["keys"] = new JsonArray([.. view.Entries.Select(e => (JsonNode)ToJson(e))]),
        };
        return Task.FromResult(CommandOutcome.Done(data, warnings));
    }

    private static void Print(Terminal terminal, ConfigurationView view)
    {
        if (view.Entries.IsEmpty)
        {
            terminal.Line($"{view.Name} has nothing to configure.");
            return;
        }

        var table = new Table("KEY", "VALUE", "FROM", "ABOUT");
        foreach (var entry in view.Entries)
        {
            table.Add(entry.Key, ValueOf(entry), Word(entry.Origin), About(entry));
        }

        table.Write(terminal);
        terminal.Line();
        terminal.Line($"Yours are in {TerminalText.Line(view.Path)}");
    }

    private static string ValueOf(ConfigurationEntry entry) =>
        entry.Origin == ConfigurationOrigin.Unset ? "-" : ConfigValueText.Of(entry.Value);

    private static string About(ConfigurationEntry entry)
    {
        var values = entry.Allowed.IsEmpty
            ? string.Join(" or ", entry.Types)
            : string.Join(" | ", entry.Allowed.Select(a => a.Trim('"')));
        return entry.Description is not { } description ? values
            : values.Length == 0 ? description
            : $"{values}: {description}";
    }

    private static string Word(ConfigurationOrigin origin) =>
        origin switch
        {
            ConfigurationOrigin.Default => "default",
            ConfigurationOrigin.Yours => "yours",
            _ => "unset",
        };

    private static JsonObject ToJson(ConfigurationEntry entry) =>
        new()
        {
            ["key"] = entry.Key,
            ["value"] = entry.Value?.DeepClone(),
            ["origin"] = Word(entry.Origin),
            ["types"] = JsonLists.Of(entry.Types),
            ["description"] = entry.Description,
            ["allowed"] = new JsonArray([.. entry.Allowed.Select(a => JsonNode.Parse(a))]),
        };
}
