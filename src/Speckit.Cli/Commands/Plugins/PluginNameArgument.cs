using System.Collections.Immutable;
using System.CommandLine;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>The name of a plugin as an argument.</summary>
internal static class PluginNameArgument
{
    internal static Argument<string> Create(string description) => new("name") { Description = description };

    internal static Result<PluginName> Read(CommandContext context, Argument<string> argument) =>
        Read(context.Parsed.GetValue(argument)!);

    /// <summary>Every name, each once; or what is wrong with the first that is none.</summary>
    internal static Result<ImmutableArray<PluginName>> ReadAll(IEnumerable<string> texts)
    {
        var names = ImmutableArray.CreateBuilder<PluginName>();
        foreach (var read in texts.Distinct(StringComparer.Ordinal).Select(Read))
        {
            if (!read.TryGet(out var name))
            {
                return read.Propagate<ImmutableArray<PluginName>>();
            }

            names.Add(name);
        }

        return names.ToImmutable();
    }

    private static Result<PluginName> Read(string text) =>
        PluginName.TryParse(text, out var name)
            ? name
            : CliDiagnostics.Usage.Error(
                $"'{text}' is not a plugin's name",
                "names are [@scope/]name in lower case, digits, '.', '_' and '-'"
            );
}
