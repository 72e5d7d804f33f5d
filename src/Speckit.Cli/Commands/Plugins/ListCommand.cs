using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host;
using Speckit.Host.Dependencies;
using Speckit.Host.Installed;
using Speckit.Host.Staging;
using Speckit.Packaging.Trust;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin list</c>: what is installed, from the derived index alone.</summary>
internal sealed class ListCommand : SpeckitCommand
{
    private readonly Option<bool> _tree = new("--tree") { Description = "Show which plugins need which" };

    internal ListCommand(CliEnvironment environment)
        : base(
            environment,
            "list",
            "List installed plugins",
            "plugin list",
            "plugin list --tree",
            "plugin list --json"
        ) => Options.Add(_tree);

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private CommandOutcome Execute(CommandContext context)
    {
        var opened = context.OpenHost();
        if (!opened.TryGet(out var host))
        {
            return CommandOutcome.Fail(opened);
        }

        if (context.Parsed.GetValue(_tree))
        {
            return ShowTree(context, host);
        }

        var recovered = ProjectTransaction.RecoverIfNeeded(host);
        if (!recovered.Succeeded)
        {
            return CommandOutcome.Fail(recovered);
        }

        var loaded = InstalledIndex.Load(host.Project);
        if (!loaded.Succeeded)
        {
            return CommandOutcome.Fail(loaded);
        }

        if (context.Json)
        {
            return CommandOutcome.Done(
                new JsonObject { ["plugins"] = new JsonArray([.. loaded.Value.Select(ToJson)]) }
            );
        }

        Print(context, loaded.Value);
        return CommandOutcome.Done([]);
    }

    private static CommandOutcome ShowTree(CommandContext context, HostEnvironment host)
    {
        var read = ProjectTransaction.ReadLockFile(host);
        if (!read.TryGet(out var lockFile))
        {
            return CommandOutcome.Fail(read);
        }

        var tree = DependencyTree.Of(lockFile);
        if (tree.IsEmpty)
        {
            PrintNone(context);
        }

        PluginTree.Print(context.Terminal, tree);
        return CommandOutcome.Done(new JsonObject { ["tree"] = PluginTree.ToJson(tree) });
    }

    private static void PrintNone(CommandContext context) =>
        context.Terminal.Line(
            $"No plugins installed. Find some with '{context.Environment.ProgramName} plugin search <words>'."
        );

    private static void Print(CommandContext context, IReadOnlyCollection<InstalledPlugin> plugins)
    {
        if (plugins.Count == 0)
        {
            PrintNone(context);
            return;
        }

        var table = new Table("NAME", "VERSION", "STATE", "TRUST", "DESCRIPTION");
        foreach (var plugin in plugins)
        {
            table.Add(
                plugin.Name.ToString(),
                plugin.Version,
                StateOf(plugin),
                plugin.Trust.ToName(),
                plugin.Problem ?? plugin.Description
            );
        }

        table.Write(context.Terminal);
    }

    private static string StateOf(InstalledPlugin plugin) =>
        plugin.Problem is not null ? "broken"
        : plugin.Enabled ? "enabled"
        : "disabled";

    private static JsonNode ToJson(InstalledPlugin plugin) =>
        new JsonObject
        {
            ["name"] = plugin.Name.ToString(),
            ["version"] = plugin.Version,
            ["state"] = StateOf(plugin),
            ["trust"] = plugin.Trust.ToName(),
            ["description"] = plugin.Description,
            ["resolved"] = plugin.Resolved,
            ["capabilities"] = JsonLists.Of(plugin.Capabilities),
            ["commands"] = JsonLists.Of(plugin.Commands.Select(c => c.Name)),
            ["agents"] = JsonLists.Of(plugin.Agents.Select(a => a.Name)),
            ["problem"] = plugin.Problem,
        };
}
