using System.CommandLine;
using Speckit.Host.Configuration;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins.Configuration;

/// <summary><c>specify plugin config &lt;name&gt; set</c>: gives a key a value that fits the plugin's schema.</summary>
internal sealed class ConfigSetCommand : PluginConfigurationCommand
{
    private readonly Argument<string> _key = KeyArgument("The key, as in server.url or hosts.0");

    private readonly Argument<string> _value = new("value")
    {
        Description = "Text, a number, true or false, or JSON; ${NAME} for a variable or secret",
    };

    internal ConfigSetCommand(CliEnvironment environment, Argument<string> name)
        : base(
            environment,
            name,
            "set",
            "Give a key a value",
            "plugin config security-scanner set severity_threshold high",
            "plugin config jira-sync set api_token '${JIRA_API_TOKEN}'",
            "plugin config demo set offset -- -1"
        )
    {
        Arguments.Add(_key);
        Arguments.Add(_value);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        PluginConfigurator configurator,
        PluginName name,
        CancellationToken cancellationToken
    )
    {
        var parsed = ConfigurationKey.Parse(context.Parsed.GetValue(_key)!);
        return parsed.TryGet(out var key)
            ? Report(
                context,
                await configurator.SetAsync(name, key, context.Parsed.GetValue(_value)!, cancellationToken),
                "Set"
            )
            : CommandOutcome.Fail(parsed);
    }
}
