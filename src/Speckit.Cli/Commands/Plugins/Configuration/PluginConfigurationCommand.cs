using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins.Configuration;

/// <summary>A command about the configuration of one installed plugin, whose name stands before the command's own: JP design §10.2.</summary>
internal abstract class PluginConfigurationCommand : SpeckitCommand
{
    private readonly Argument<string> _name;

    protected PluginConfigurationCommand(
        CliEnvironment environment,
        Argument<string> name,
        string command,
        string description,
        params string[] examples
    )
        : base(environment, command, description, examples) => _name = name;

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var named = PluginNameArgument.Read(context, _name);
        var opened = context.OpenHost();
        return named.TryGet(out var name) && opened.TryGet(out var host)
            ? await ExecuteAsync(context, new PluginConfigurator(host), name, cancellationToken)
            : CommandOutcome.Fail(named.Succeeded ? opened.Diagnostics : named.Diagnostics);
    }

    /// <summary>Does what the command is for.</summary>
    protected abstract Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        PluginConfigurator configurator,
        PluginName name,
        CancellationToken cancellationToken
    );

    /// <summary>The argument for a key of the configuration.</summary>
    protected static Argument<string> KeyArgument(string description) => new("key") { Description = description };

    /// <summary>Tells what a change did.</summary>
    protected static CommandOutcome Report(CommandContext context, Result<ConfigurationOutcome> changed, string done)
    {
        if (!changed.TryGet(out var outcome))
        {
            return CommandOutcome.Fail(changed);
        }

        var warnings = Show(context, outcome.Warnings);
        var reporter = context.Reporter();
        if (outcome.Keys.IsEmpty)
        {
            context.Terminal.Line("Nothing to change.");
        }
        else
        {
            reporter.Done($"{done}: {string.Join(", ", outcome.Keys)}");
        }

        return CommandOutcome.Done(
            new JsonObject
            {
                ["name"] = outcome.Name.ToString(),
                ["file"] = outcome.Path,
                ["changed"] = JsonLists.Of(outcome.Keys),
            },
            warnings
        );
    }

    /// <summary>Shows what does not hinder, as warnings.</summary>
    protected static ImmutableArray<Diagnostic> Show(CommandContext context, ImmutableArray<Diagnostic> problems)
    {
        ImmutableArray<Diagnostic> warnings = [.. problems.Select(p => p with { Severity = Severity.Warning })];
        foreach (var warning in warnings)
        {
            context.ShowWarning(warning);
        }

        return warnings;
    }
}
