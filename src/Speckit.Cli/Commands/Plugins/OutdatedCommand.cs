using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Installing;
using Speckit.Cli.Interaction;
using Speckit.Cli.Registries;
using Speckit.Host.Acquisition;
using Speckit.Host.Staging;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin outdated</c>: which plugins have newer versions, and what keeps them where they are.</summary>
internal sealed class OutdatedCommand : SpeckitCommand
{
    private readonly Option<bool> _exitCode = new("--exit-code")
    {
        Description = "Exit 1 when a plugin is outdated, for continuous integration",
    };

    private readonly Option<string?> _registry = RegistryOption.Create();
    private readonly Option<bool> _offline = RegistryOption.CreateOffline();

    internal OutdatedCommand(CliEnvironment environment)
        : base(
            environment,
            "outdated",
            "List plugins that have newer versions: the one 'update' would choose, and the latest",
            "plugin outdated",
            "plugin outdated --exit-code",
            "plugin outdated --offline --json"
        )
    {
        Options.Add(_exitCode);
        Options.Add(_registry);
        Options.Add(_offline);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var opened = LifecycleKit.Open(
            context,
            new LifecycleSettings
            {
                Registry = context.Parsed.GetValue(_registry),
                Offline = context.Parsed.GetValue(_offline),
            }
        );
        if (!opened.TryGet(out var kit))
        {
            return CommandOutcome.Fail(opened);
        }

        using (kit)
        {
            var read = ProjectTransaction.ReadLockFile(kit.Host);
            if (!read.TryGet(out var lockFile))
            {
                return CommandOutcome.Fail(read);
            }

            var observer = new WarningsOnly();
            var found = await kit.Outdated(observer).FindAsync(lockFile, cancellationToken);
            if (!found.Succeeded)
            {
                return CommandOutcome.Fail(found);
            }

            foreach (var warning in observer.Warnings)
            {
                context.ShowWarning(warning);
            }

            Print(context, found.Value);
            var data = new JsonObject { ["plugins"] = new JsonArray([.. found.Value.Select(ToJson)]) };
            return CommandOutcome.Done(data, observer.Warnings) with
            {
                ExitCode =
                    context.Parsed.GetValue(_exitCode) && found.Value.Any(p => p.IsOutdated)
                        ? ExitCodes.Failed
                        : ExitCodes.Done,
            };
        }
    }

    private static void Print(CommandContext context, ImmutableArray<PluginVersions> plugins)
    {
        var terminal = context.Terminal;
        var outdated = plugins.Where(p => p.IsOutdated).ToList();
        if (outdated.Count == 0)
        {
            terminal.Line(plugins.IsEmpty ? "No plugins installed." : "Everything is up to date.");
        }
        else
        {
            var table = new Table("NAME", "CURRENT", "WANTED", "LATEST", "REGISTRY");
            foreach (var plugin in outdated)
            {
                table.Add(
                    plugin.Name.ToString(),
                    plugin.Current.ToString(),
                    plugin.Wanted.ToString(),
                    plugin.Latest?.ToString() ?? "",
                    plugin.Registry ?? ""
                );
            }

            table.Write(terminal);
            PrintReasons(terminal, outdated);
        }

        foreach (var local in plugins.Where(p => p.Latest is null))
        {
            terminal.Line(
                $"{local.Name} {local.Current} is not compared: no registry has it (it is from {TerminalText.Line(local.Resolved)})"
            );
        }
    }

    private static void PrintReasons(Terminal terminal, List<PluginVersions> outdated)
    {
        foreach (var plugin in outdated.Where(p => !p.Why.IsEmpty))
        {
            terminal.Line();
            terminal.Line(
                $"{plugin.Name} {(plugin.Wanted == plugin.Current ? "stays at" : "goes to")} {plugin.Wanted}; {plugin.Latest} does not fit:"
            );
            foreach (var line in plugin.Why)
            {
                terminal.Line($"  {TerminalText.Line(line)}");
            }
        }

        if (outdated.Exists(p => p.Wanted > p.Current))
        {
            terminal.Line();
            terminal.Line("Run 'specify plugin update' to install the wanted versions.");
        }
    }

    private static JsonNode ToJson(PluginVersions plugin) =>
        new JsonObject
        {
            ["name"] = plugin.Name.ToString(),
            ["current"] = plugin.Current.ToString(),
            ["wanted"] = plugin.Wanted.ToString(),
            ["latest"] = plugin.Latest?.ToString(),
            ["outdated"] = plugin.IsOutdated,
            ["registry"] = plugin.Registry,
            ["ageSeconds"] = plugin.Age is { } age ? (long)age.TotalSeconds : null,
            ["why"] = JsonLists.Of(plugin.Why),
        };
}
