using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Registry.Client;
using Speckit.Registry.Client.Configuration;

namespace Speckit.Cli.Commands.Registries;

/// <summary><c>specify plugin registry list</c>.</summary>
internal sealed class ListCommand(CliEnvironment environment)
    : SpeckitCommand(
        environment,
        "list",
        "List this project's registries, the first to be asked first",
        "plugin registry list"
    )
{
    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private static CommandOutcome Execute(CommandContext context)
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

        if (configuration.Endpoints.IsEmpty)
        {
            context.Terminal.Line(
                $"No registries. Add one with '{context.Environment.ProgramName} plugin registry add <url>'."
            );
        }
        else
        {
            var table = new Table("NAME", "PRIORITY", "URL");
            foreach (var endpoint in configuration.Endpoints)
            {
                table.Add(
                    endpoint.Name,
                    endpoint.Priority.ToString(CultureInfo.InvariantCulture),
                    endpoint.Url.AbsoluteUri
                );
            }

            table.Write(context.Terminal);
        }

        return CommandOutcome.Done(
            new JsonObject { ["registries"] = new JsonArray([.. configuration.Endpoints.Select(ToJson)]) }
        );
    }

    private static JsonNode ToJson(RegistryEndpoint endpoint) =>
        new JsonObject
        {
            ["name"] = endpoint.Name,
            ["url"] = endpoint.Url.AbsoluteUri,
            ["priority"] = endpoint.Priority,
        };
}
