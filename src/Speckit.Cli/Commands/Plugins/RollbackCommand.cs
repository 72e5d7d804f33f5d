using System.CommandLine;
using Speckit.Cli.Installing;
using Speckit.Cli.Registries;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin rollback</c>: the version before, with its configuration and data.</summary>
internal sealed class RollbackCommand : SpeckitCommand
{
    private readonly Argument<string> _name = PluginNameArgument.Create("The plugin to bring back");
    private readonly Option<string?> _registry = RegistryOption.Create();
    private readonly Option<bool> _offline = RegistryOption.CreateOffline();

    internal RollbackCommand(CliEnvironment environment)
        : base(
            environment,
            "rollback",
            "Bring back the version that an update replaced, with its configuration and data",
            "plugin rollback security-scanner"
        )
    {
        Arguments.Add(_name);
        Options.Add(_registry);
        Options.Add(_offline);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var name = PluginNameArgument.Read(context, _name);
        var settings = new LifecycleSettings
        {
            Registry = context.Parsed.GetValue(_registry),
            Offline = context.Parsed.GetValue(_offline),
        };
        var opened = LifecycleKit.Open(context, settings);
        if (!name.TryGet(out var plugin) || !opened.TryGet(out var kit))
        {
            return name.Succeeded ? CommandOutcome.Fail(opened) : CommandOutcome.Fail(name);
        }

        using (kit)
        {
            await using var hooks = context.Hooks(kit.Host);
            var rolledBack = await kit.Restorer.RollBackAsync(plugin, cancellationToken);
            if (!rolledBack.TryGet(out var outcome))
            {
                return CommandOutcome.Fail(rolledBack);
            }

            kit.Reporter.Done($"{plugin} is {outcome.Version} again (was {outcome.Replaced})");
            await hooks.DeliverAsync(cancellationToken);
            return CommandOutcome.Done(InstalledJson.Of(outcome), kit.Reporter.Warnings);
        }
    }
}
