using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Installing;
using Speckit.Cli.Registries;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin repair</c>: restores changed files, or accepts the change.</summary>
internal sealed class RepairCommand : SpeckitCommand
{
    private readonly Argument<string[]> _names = new("plugin")
    {
        Description = "The plugins to repair (default: all)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _accept = new("--accept")
    {
        Description = "Keep the changed files of the named plugin: from now on they are what is locked",
    };

    private readonly Option<string?> _registry = RegistryOption.Create();
    private readonly Option<bool> _offline = RegistryOption.CreateOffline();

    internal RepairCommand(CliEnvironment environment)
        : base(
            environment,
            "repair",
            "Restore the files of plugins whose files were changed or are gone",
            "plugin repair",
            "plugin repair security-scanner",
            "plugin repair security-scanner --accept"
        )
    {
        Arguments.Add(_names);
        Options.Add(_accept);
        Options.Add(_registry);
        Options.Add(_offline);
        Validators.Add(result =>
        {
            if (result.GetValue(_accept) && result.GetValue(_names) is not { Length: 1 })
            {
                result.AddError("--accept keeps the changed files of one plugin: name it.");
            }
        });
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var names = PluginNameArgument.ReadAll(context.Parsed.GetValue(_names)!);
        var settings = new LifecycleSettings
        {
            Registry = context.Parsed.GetValue(_registry),
            Offline = context.Parsed.GetValue(_offline),
        };
        var opened = LifecycleKit.Open(context, settings);
        if (!names.Succeeded || !opened.TryGet(out var kit))
        {
            return names.Succeeded ? CommandOutcome.Fail(opened) : CommandOutcome.Fail(names);
        }

        using (kit)
        {
            return context.Parsed.GetValue(_accept)
                ? await AcceptAsync(kit, names.Value[0], cancellationToken)
                : await RepairAsync(context, kit, names.Value, cancellationToken);
        }
    }

    private static async Task<CommandOutcome> RepairAsync(
        CommandContext context,
        LifecycleKit kit,
        ImmutableArray<PluginName> names,
        CancellationToken cancellationToken
    )
    {
        var repaired = await kit.Restorer.RepairAsync(names, cancellationToken);
        if (!repaired.Succeeded)
        {
            return CommandOutcome.Fail(repaired);
        }

        foreach (var plugin in repaired.Value)
        {
            kit.Reporter.Done($"{plugin.Name} {plugin.Version} restored");
        }

        if (repaired.Value.IsEmpty)
        {
            context.Terminal.Line("Nothing to repair.");
        }

        return CommandOutcome.Done(
            new JsonObject { ["repaired"] = InstalledJson.Of(repaired.Value) },
            kit.Reporter.Warnings
        );
    }

    private static async Task<CommandOutcome> AcceptAsync(
        LifecycleKit kit,
        PluginName name,
        CancellationToken cancellationToken
    )
    {
        var accepted = await new ChangeAccepter(kit.Host, kit.Reporter).AcceptAsync(name, cancellationToken);
        if (!accepted.TryGet(out var locked))
        {
            return CommandOutcome.Fail(accepted);
        }

        kit.Reporter.Done($"{name} runs with the files it has now; nobody vouches for them any more");
        return CommandOutcome.Done(
            new JsonObject
            {
                ["name"] = name.ToString(),
                ["version"] = locked.Version.ToString(),
                ["tree"] = locked.Tree,
            },
            kit.Reporter.Warnings
        );
    }
}
