using System.CommandLine;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin enable</c>.</summary>
internal sealed class EnableCommand : SpeckitCommand
{
    private readonly Argument<string> _name = PluginNameArgument.Create("The plugin to make active");

    internal EnableCommand(CliEnvironment environment)
        : base(environment, "enable", "Make an installed plugin active", "plugin enable security-scanner") =>
        Arguments.Add(_name);

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

        await using var hooks = context.Hooks(host);
        var reporter = context.Reporter();
        var enabler = new PluginEnabler(host, context.Processes(host), reporter);
        var enabled = await enabler.EnableAsync(plugin, cancellationToken);
        if (!enabled.TryGet(out var outcome))
        {
            return CommandOutcome.Fail(enabled);
        }

        Report(context, plugin, outcome);
        await hooks.DeliverAsync(cancellationToken);
        return CommandOutcome.Done(ToggleJson.Of(outcome), reporter.Warnings);
    }

    private static void Report(CommandContext context, PluginName name, ToggleOutcome outcome)
    {
        var terminal = context.Terminal;
        if (!outcome.Changed)
        {
            terminal.Line($"{name} is active already.");
            return;
        }

        terminal.Line($"      {name} is now active.");
        foreach (var file in outcome.Outputs.Written)
        {
            terminal.Line($"      {terminal.Green("✓")} Wrote {Interaction.TerminalText.Line(file)}");
        }

        if (outcome.Plugin.Commands is [var command, ..])
        {
            terminal.Line();
            terminal.Line(
                $"Use it: {context.Environment.ProgramName} run {command.Name}   or, in Claude Code, /{command.Name}"
            );
        }
    }
}
