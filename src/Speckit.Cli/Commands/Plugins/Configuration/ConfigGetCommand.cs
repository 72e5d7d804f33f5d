using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host.Configuration;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins.Configuration;

/// <summary><c>specify plugin config &lt;name&gt; get</c>: one value, for scripts too.</summary>
internal sealed class ConfigGetCommand : PluginConfigurationCommand
{
    private readonly Argument<string> _key = KeyArgument("The key, as in server.url");

    internal ConfigGetCommand(CliEnvironment environment, Argument<string> name)
        : base(environment, name, "get", "Show one value", "plugin config jira-sync get server.url") =>
        Arguments.Add(_key);

    protected override Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        PluginConfigurator configurator,
        PluginName name,
        CancellationToken cancellationToken
    ) => Task.FromResult(Execute(context, configurator, name));

    private CommandOutcome Execute(CommandContext context, PluginConfigurator configurator, PluginName name)
    {
        var parsed = ConfigurationKey.Parse(context.Parsed.GetValue(_key)!);
        var read = configurator.View(name);
        if (!parsed.TryGet(out var key) || !read.TryGet(out var view))
        {
            return parsed.Succeeded ? CommandOutcome.Fail(read) : CommandOutcome.Fail(parsed);
        }

        if (!view.TryGet(key, out var value, out var origin))
        {
            return CommandOutcome.Fail(view.UnknownKey(key));
        }

        if (!context.Json)
        {
            context.Terminal.Line(TerminalText.Lines(ConfigValueText.Of(value)));
        }

        return CommandOutcome.Done(
            new JsonObject
            {
                ["name"] = view.Name.ToString(),
                ["key"] = key.ToString(),
                ["value"] = value?.DeepClone(),
                ["origin"] = origin == ConfigurationOrigin.Yours ? "yours" : "default",
            }
        );
    }
}
