using System.CommandLine;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>The name of a plugin as an argument.</summary>
internal static class PluginNameArgument
{
    internal static Argument<string> Create(string description) => new("name") { Description = description };

    internal static Result<PluginName> Read(CommandContext context, Argument<string> argument)
    {
        var text = context.Parsed.GetValue(argument)!;
        return PluginName.TryParse(text, out var name)
            ? name
            : CliDiagnostics.Usage.Error(
                $"'{text}' is not a plugin's name",
                "names are [@scope/]name in lower case, digits, '.', '_' and '-'"
            );
    }
}
