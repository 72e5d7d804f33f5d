using System.CommandLine;
using Speckit.Host;
using Speckit.Host.Configuration;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins.Configuration;

/// <summary><c>specify plugin config &lt;name&gt; reset</c>: goes back to the plugin's defaults.</summary>
internal sealed class ConfigResetCommand : PluginConfigurationCommand
{
    private readonly Argument<string?> _key = new("key")
    {
        Description = "The key (default: all of your configuration)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal ConfigResetCommand(CliEnvironment environment, Argument<string> name)
        : base(
            environment,
            name,
            "reset",
            "Go back to the default of a key, or of all",
            "plugin config jira-sync reset server.url",
            "plugin config jira-sync reset --yes"
        ) => Arguments.Add(_key);

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        PluginConfigurator configurator,
        PluginName name,
        CancellationToken cancellationToken
    )
    {
        ConfigurationKey? key = null;
        if (context.Parsed.GetValue(_key) is { } typed)
        {
            var parsed = ConfigurationKey.Parse(typed);
            if (!parsed.TryGet(out key))
            {
                return CommandOutcome.Fail(parsed);
            }
        }

        var refused = await AskAsync(context, configurator, name, key, cancellationToken);
        return refused is null
            ? Report(context, await configurator.ResetAsync(name, key, cancellationToken), "Back to the default")
            : CommandOutcome.Fail(refused);
    }

    private static async Task<Diagnostic?> AskAsync(
        CommandContext context,
        PluginConfigurator configurator,
        PluginName name,
        ConfigurationKey? key,
        CancellationToken cancellationToken
    )
    {
        var text = configurator.ReadText(name);
        if (!text.TryGet(out var present) || string.IsNullOrWhiteSpace(present))
        {
            // What is wrong, or that there is nothing to do, is said without a question.
            return null;
        }

        var what = key is null ? $"Delete your whole configuration of {name}" : $"Delete your value of '{key}'";
        return await context.Reporter().ConfirmAsync($"{what}?", cancellationToken) switch
        {
            ConsentAnswer.Accepted => null,
            ConsentAnswer.Refused => HostDiagnostics.ConsentRefused.Error("nothing was changed"),
            _ => HostDiagnostics.ConsentNeeded.Error(
                $"it would have been asked: {what}?",
                "run the command again with --yes"
            ),
        };
    }
}
