using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Cli.Interaction;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin validate</c>: every mistake of a manifest at once.</summary>
internal sealed class ValidateCommand : SpeckitCommand
{
    private readonly Argument<string> _folder = PluginFolder.CreateArgument();

    internal ValidateCommand(CliEnvironment environment)
        : base(
            environment,
            "validate",
            "Check a plugin's manifest and the files it names",
            "plugin validate",
            "plugin validate ./my-plugin --json"
        ) => Arguments.Add(_folder);

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private CommandOutcome Execute(CommandContext context)
    {
        var opened = PluginFolder.Open(context, context.Parsed.GetValue(_folder)!);
        if (!opened.TryGet(out var folder))
        {
            return CommandOutcome.Fail(opened);
        }

        ImmutableArray<Diagnostic> noticed =
        [
            .. folder.Warnings,
            .. CheckFiles(folder),
            .. folder.CheckConfiguration(),
        ];
        if (noticed.Any(d => d.Severity == Severity.Error))
        {
            return CommandOutcome.Fail(noticed);
        }

        foreach (var warning in noticed)
        {
            context.ShowWarning(warning);
        }

        var terminal = context.Terminal;
        var manifest = folder.Manifest;
        terminal.Line($"{terminal.Green("✓")} {manifest.Name} {manifest.Version}: the manifest is valid");
        foreach (var line in ManifestSummary.Provides(manifest))
        {
            terminal.Line($"  • {TerminalText.Line(line)}");
        }

        return CommandOutcome.Done(
            new JsonObject { ["name"] = manifest.Name.ToString(), ["version"] = manifest.Version.ToString() },
            noticed
        );
    }

    /// <summary>What a build will make is not missing before it.</summary>
    private static IEnumerable<Diagnostic> CheckFiles(PluginFolder folder)
    {
        var isToBeCompiled =
            DotnetBuild.FindProject(folder) is not null && !Directory.Exists(Path.Combine(folder.Path, "bin"));
        return folder
            .CheckFiles()
            .Select(d =>
                isToBeCompiled && d.Message.Contains("'bin/", StringComparison.Ordinal)
                    ? d with
                    {
                        Severity = Severity.Warning,
                        Hint = "run 'specify plugin build' to compile it",
                    }
                    : d
            );
    }
}
