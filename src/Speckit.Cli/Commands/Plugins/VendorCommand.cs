using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Cli.Installing;
using Speckit.Cli.Interaction;
using Speckit.Cli.Registries;
using Speckit.Host;
using Speckit.Host.Vendoring;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin vendor</c>: a folder from which everything that is locked installs without a network.</summary>
internal sealed class VendorCommand : SpeckitCommand
{
    private const string DefaultFolder = "vendor/speckit";

    private readonly Argument<string?> _folder = new("folder")
    {
        Description = $"The folder to fill (default: {DefaultFolder} in the project)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Only compare the folder with plugins.lock.json; exit 1 when they differ",
    };

    private readonly Option<string?> _registry = RegistryOption.Create();
    private readonly Option<bool> _offline = RegistryOption.CreateOffline();

    internal VendorCommand(CliEnvironment environment)
        : base(
            environment,
            "vendor",
            "Put everything that is locked into a folder that is a registry by itself, to install without a network",
            "plugin vendor",
            "plugin vendor ./third-party/plugins",
            "plugin vendor --check"
        )
    {
        Arguments.Add(_folder);
        Options.Add(_check);
        Options.Add(_registry);
        Options.Add(_offline);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        if (context.Parsed.GetValue(_check))
        {
            return Check(context, cancellationToken);
        }

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
            var folder = FolderOf(context, kit.Host);
            var vendored = await new PluginVendor(kit.Host, kit.Locked).VendorAsync(folder, cancellationToken);
            if (!vendored.TryGet(out var outcome))
            {
                return CommandOutcome.Fail(vendored);
            }

            Report(context, kit.Reporter, outcome);
            return CommandOutcome.Done(ToJson(outcome), kit.Reporter.Warnings);
        }
    }

    private CommandOutcome Check(CommandContext context, CancellationToken cancellationToken)
    {
        var opened = context.OpenHost();
        if (!opened.TryGet(out var host))
        {
            return CommandOutcome.Fail(opened);
        }

        var checkedFolder = new PluginVendor(host, packages: null).Check(FolderOf(context, host), cancellationToken);
        if (!checkedFolder.TryGet(out var outcome))
        {
            return CommandOutcome.Fail(checkedFolder);
        }

        if (outcome.Differences.IsEmpty)
        {
            context.Terminal.Line($"{outcome.Directory} holds exactly what is locked.");
            return CommandOutcome.Done(ToJson(outcome));
        }

        return new CommandOutcome(
            ToJson(outcome),
            [
                .. outcome.Differences.Select(difference =>
                    HostDiagnostics.VendorStale.Error(difference, "run 'specify plugin vendor' and commit the folder")
                ),
            ],
            ExitCodes.Failed
        );
    }

    private string FolderOf(CommandContext context, HostEnvironment host) =>
        context.Parsed.GetValue(_folder) is { } given
            ? context.Absolute(given)
            : Path.Combine(host.Project.Root, DefaultFolder.Replace('/', Path.DirectorySeparatorChar));

    private static void Report(CommandContext context, LifecycleReporter reporter, VendorOutcome outcome)
    {
        foreach (var plugin in outcome.Plugins)
        {
            reporter.Done(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{plugin.Name} {plugin.Version}, {plugin.Size} bytes{(plugin.IsSigned ? ", signed" : "")}"
                )
            );
        }

        context.Terminal.Line();
        context.Terminal.Line(
            outcome.Differences.IsEmpty
                ? $"{outcome.Directory} holds exactly what is locked already."
                : $"Vendored {outcome.Plugins.Length} {(outcome.Plugins.Length == 1 ? "plugin" : "plugins")} into {outcome.Directory}"
        );
        context.Terminal.Line("To install from it without a network:");
        var relative = Path.GetRelativePath(context.Environment.WorkingDirectory, outcome.Directory);
        var place =
            Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal)
                ? outcome.Directory
                : "./" + relative;
        context.Terminal.Line(
            $"  {context.Environment.ProgramName} plugin install --locked --offline --registry {TerminalText.Line(place)}"
        );
    }

    private static JsonObject ToJson(VendorOutcome outcome) =>
        new()
        {
            ["directory"] = outcome.Directory,
            ["differences"] = JsonLists.Of(outcome.Differences),
            ["plugins"] = new JsonArray([
                .. outcome.Plugins.Select(p =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["name"] = p.Name.ToString(),
                            ["version"] = p.Version.ToString(),
                            ["size"] = p.Size,
                            ["signed"] = p.IsSigned,
                        }
                ),
            ]),
        };
}
