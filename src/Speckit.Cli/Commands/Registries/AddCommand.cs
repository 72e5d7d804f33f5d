using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Cli.Registries;
using Speckit.Registry.Client.Configuration;

namespace Speckit.Cli.Commands.Registries;

/// <summary><c>specify plugin registry add</c>.</summary>
internal sealed class AddCommand : SpeckitCommand
{
    private readonly Argument<string> _url = new("url")
    {
        Description = "Where it is: a URL, or a folder of 'specify plugin vendor'",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "What to call it (default: its host's name)",
        HelpName = "NAME",
    };

    private readonly Option<int?> _priority = new("--priority")
    {
        Description = "Lower is asked first",
        HelpName = "NUMBER",
    };

    internal AddCommand(CliEnvironment environment)
        : base(
            environment,
            "add",
            "Add a registry to this project",
            "plugin registry add http://127.0.0.1:7878 --name local",
            "plugin registry add https://plugins.example.com --priority 1",
            "plugin registry add ./vendor/speckit"
        )
    {
        Arguments.Add(_url);
        Options.Add(_name);
        Options.Add(_priority);
    }

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private CommandOutcome Execute(CommandContext context)
    {
        var parsed = RegistryArgument.Parse(context, context.Parsed.GetValue(_url)!);
        var found = context.FindProject();
        if (!parsed.TryGet(out var url) || !found.TryGet(out var project))
        {
            return parsed.Succeeded ? CommandOutcome.Fail(found) : CommandOutcome.Fail(parsed);
        }

        var name = context.Parsed.GetValue(_name) ?? RegistryArgument.NameOf(url);
        var added = RegistryConfigurationEditor.Add(
            project.Root,
            name,
            url.AbsoluteUri,
            context.Parsed.GetValue(_priority)
        );
        if (!added.Succeeded)
        {
            return CommandOutcome.Fail(added);
        }

        var terminal = context.Terminal;
        terminal.Line($"{terminal.Green("✓")} Added {TerminalText.Line(name)} ({TerminalText.Line(url.AbsoluteUri)})");
        return CommandOutcome.Done(new JsonObject { ["name"] = name, ["url"] = url.AbsoluteUri });
    }
}
