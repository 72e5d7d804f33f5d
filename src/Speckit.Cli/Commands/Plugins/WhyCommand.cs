using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Host;
using Speckit.Host.Dependencies;
using Speckit.Host.Staging;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin why</c>: every way from what was asked for to a plugin.</summary>
internal sealed class WhyCommand : SpeckitCommand
{
    private readonly Argument<string> _name = PluginNameArgument.Create("The plugin");

    internal WhyCommand(CliEnvironment environment)
        : base(
            environment,
            "why",
            "Show which plugins need a plugin, up to those that were asked for",
            "plugin why base-security",
            "plugin why base-security --json"
        ) => Arguments.Add(_name);

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private CommandOutcome Execute(CommandContext context)
    {
        var parsed = PluginNameArgument.Read(context, _name);
        var opened = context.OpenHost();
        if (!parsed.TryGet(out var name) || !opened.TryGet(out var host))
        {
            return parsed.Succeeded ? CommandOutcome.Fail(opened) : CommandOutcome.Fail(parsed);
        }

        var read = ProjectTransaction.ReadLockFile(host);
        if (!read.TryGet(out var lockFile))
        {
            return CommandOutcome.Fail(read);
        }

        var graph = new DependencyGraph(lockFile);
        var paths = graph.PathsTo(name);
        if (!lockFile.Plugins.TryGetValue(name, out var locked))
        {
            return CommandOutcome.Fail(
                HostDiagnostics.NotInstalled.Error(
                    $"{name} is not installed in this project",
                    paths.Paths.IsEmpty
                        ? "see what is: 'specify plugin list'"
                        : $"{Describe(paths.Paths[0])} needs it: 'specify plugin install {name}'"
                )
            );
        }

        context.Terminal.Line($"{context.Terminal.Bold(name.ToString())} {locked.Version}");
        if (paths.Paths.IsEmpty)
        {
            context.Terminal.Line(
                $"  nothing needs it: it came along with a plugin that is gone ({context.Environment.ProgramName} plugin remove {name})"
            );
        }

        foreach (var path in paths.Paths)
        {
            context.Terminal.Line("  " + Describe(path));
        }

        if (!paths.IsComplete)
        {
            context.Terminal.Line("  and more ways, which are not shown");
        }

        return CommandOutcome.Done(ToJson(name, locked.Version.ToString(), graph.IsOrphan(name), paths));
    }

    private static string Describe(ImmutableArray<DependencyStep> path) =>
        path.Length == 1
            ? "you asked for it"
            : string.Join(
                " → ",
                path.Select((step, i) => i == 0 ? $"{step.Name} {step.Version}" : $"{step.Name} {step.Range}")
            );

    private static JsonObject ToJson(PluginName name, string version, bool isOrphan, DependencyPaths paths) =>
        new()
        {
            ["name"] = name.ToString(),
            ["version"] = version,
            ["orphan"] = isOrphan,
            ["complete"] = paths.IsComplete,
            ["paths"] = new JsonArray([
                .. paths.Paths.Select(path => (JsonNode)new JsonArray([.. path.Select(ToJson)])),
            ]),
        };

    private static JsonNode ToJson(DependencyStep step) =>
        new JsonObject
        {
            ["name"] = step.Name.ToString(),
            ["version"] = step.Version?.ToString(),
            ["range"] = step.Range,
        };
}
