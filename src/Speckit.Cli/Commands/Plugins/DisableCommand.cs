using System.CommandLine;
using Speckit.Cli.Interaction;
using Speckit.Host.Lifecycle;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin disable</c>.</summary>
internal sealed class DisableCommand : SpeckitCommand
{
    private readonly Argument<string> _name = PluginNameArgument.Create("The plugin to make inactive");

    internal DisableCommand(CliEnvironment environment)
        : base(
            environment,
            "disable",
            "Make a plugin inactive; it stays installed",
            "plugin disable security-scanner"
        ) => Arguments.Add(_name);

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
        var disabled = await enabler.DisableAsync(plugin, cancellationToken);
        if (!disabled.TryGet(out var outcome))
        {
            return CommandOutcome.Fail(disabled);
        }

        var terminal = context.Terminal;
        terminal.Line(
            outcome.Changed ? $"{terminal.Green("✓")} {plugin} is no longer active." : $"{plugin} is not active."
        );
        foreach (var file in outcome.Outputs.Removed)
        {
            terminal.Line($"  Removed {TerminalText.Line(file)}");
        }

        await hooks.DeliverAsync(cancellationToken);
        return CommandOutcome.Done(ToggleJson.Of(outcome), reporter.Warnings);
    }
}
