using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Cli.Running;
using Speckit.Host.Runtime;
using Speckit.Host.Staging;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin sync</c>.</summary>
internal sealed class SyncCommand : SpeckitCommand
{
    private readonly Argument<string> _name = PluginNameArgument.Create("The plugin that knows the other tool");

    private readonly Option<string> _direction = new("--direction")
    {
        Description = "push to the other tool, pull from it, or both",
        DefaultValueFactory = _ => "both",
    };

    private readonly Option<string?> _integration = new("--integration")
    {
        Description = "One of the plugin's integrations (default: all)",
        HelpName = "NAME",
    };

    internal SyncCommand(CliEnvironment environment)
        : base(
            environment,
            "sync",
            "Have a plugin exchange data with another tool",
            "plugin sync jira-sync",
            "plugin sync jira-sync --direction push"
        )
    {
        _direction.AcceptOnlyFromAmong("push", "pull", "both");
        Arguments.Add(_name);
        Options.Add(_direction);
        Options.Add(_integration);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var name = PluginNameArgument.Read(context, _name);
        var opened = context.OpenHost();
        if (!name.TryGet(out var plugin) || !opened.TryGet(out var host))
        {
            return name.Succeeded ? CommandOutcome.Fail(opened) : CommandOutcome.Fail(name);
        }

        var recovered = ProjectTransaction.RecoverIfNeeded(host);
        if (!recovered.Succeeded)
        {
            return CommandOutcome.Fail(recovered);
        }

        var console = new PluginConsole(context.Terminal, context.ShowsLog);
        var pool = new PluginPool(host, context.Processes(host, console: console));
        await using var hooks = new HookDispatcher(host, pool, context.ShowWarning);
        var synced = await new IntegrationSync(host, pool).RunAsync(
            plugin,
            context.Parsed.GetValue(_integration),
            context.Parsed.GetValue(_direction)!,
            cancellationToken
        );
        console.EndProgress();
        await hooks.DeliverAsync(cancellationToken);
        return synced.TryGet(out var done) ? Finish(context, done) : CommandOutcome.Fail(synced);
    }

    /// <summary>Items that could not be exchanged make the command fail; what was exchanged stays.</summary>
    private static CommandOutcome Finish(CommandContext context, ImmutableArray<SyncedIntegration> done)
    {
        var terminal = context.Terminal;
        foreach (var (name, result) in done)
        {
            var mark = result.Failed == 0 ? terminal.Green("✓") : terminal.Red("✗");
            terminal.Line(
                $"{mark} {TerminalText.Line(name)}: {result.Created} created, {result.Updated} updated, {result.Failed} failed"
            );
            if (result.Message is { Length: > 0 } message)
            {
                terminal.Line($"  {TerminalText.Line(message)}");
            }
        }

        var data = new JsonObject { ["integrations"] = new JsonArray([.. done.Select(ToJson)]) };
        var failed = done.Any(d => d.Result.Failed > 0);
        return new CommandOutcome(data, [], failed ? ExitCodes.Failed : ExitCodes.Done) { WereShown = true };
    }

    private static JsonObject ToJson(SyncedIntegration done) =>
        new()
        {
            ["name"] = done.Name,
            ["created"] = done.Result.Created,
            ["updated"] = done.Result.Updated,
            ["failed"] = done.Result.Failed,
            ["message"] = done.Result.Message,
        };
}
