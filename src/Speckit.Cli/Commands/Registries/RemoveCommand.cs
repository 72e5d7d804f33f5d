using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Cli.Registries;
using Speckit.Registry.Client.Configuration;

namespace Speckit.Cli.Commands.Registries;

/// <summary><c>specify plugin registry remove</c>.</summary>
internal sealed class RemoveCommand : SpeckitCommand
{
    private readonly Argument<string> _registry = new("registry") { Description = "Its name or URL" };

    internal RemoveCommand(CliEnvironment environment)
        : base(
            environment,
            "remove",
            "Remove a registry from this project",
            "plugin registry remove local",
            "plugin registry remove https://plugins.example.com"
        ) => Arguments.Add(_registry);

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private CommandOutcome Execute(CommandContext context)
    {
        var found = context.FindProject();
        if (!found.TryGet(out var project))
        {
            return CommandOutcome.Fail(found);
        }

        var loaded = RegistryConfiguration.Load(project.Root);
        if (!loaded.TryGet(out var configuration))
        {
            return CommandOutcome.Fail(loaded);
        }

        var name = NameOf(context, configuration, context.Parsed.GetValue(_registry)!);
        var removed = RegistryConfigurationEditor.Remove(project.Root, name);
        if (!removed.Succeeded)
        {
            return CommandOutcome.Fail(removed);
        }

        context.Terminal.Line($"{context.Terminal.Green("✓")} Removed {TerminalText.Line(name)}");
        return CommandOutcome.Done(new JsonObject { ["name"] = name });
    }

    /// <summary>The name of the registry with that URL; any other text is taken for a name.</summary>
    private static string NameOf(CommandContext context, RegistryConfiguration configuration, string given) =>
        RegistryArgument.IsPlace(given) && RegistryArgument.Parse(context, given).TryGet(out var url)
            ? configuration.Endpoints.FirstOrDefault(e => e.Url == url)?.Name ?? given
            : given;
}
