using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Cli.Interaction;
using Speckit.Cli.Registries;
using Speckit.Host;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Versions;
using Speckit.Registry.Client;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin validate</c>: every mistake of a manifest at once.</summary>
internal sealed class ValidateCommand : SpeckitCommand
{
    private readonly Argument<string> _folder = PluginFolder.CreateArgument();
    private readonly Option<string?> _registry = RegistryOption.Create();

    private readonly Option<bool> _offline = new("--offline")
    {
        Description = "Do not compare with the published version",
    };

    internal ValidateCommand(CliEnvironment environment)
        : base(
            environment,
            "validate",
            "Check a plugin's manifest, the files it names, and its version against what is published",
            "plugin validate",
            "plugin validate --offline",
            "plugin validate ./my-plugin --json"
        )
    {
        Arguments.Add(_folder);
        Options.Add(_registry);
        Options.Add(_offline);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
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

        var compared = await CompareAsync(context, folder, cancellationToken);
        if (!compared.TryGet(out var comparison))
        {
            return CommandOutcome.Fail(compared);
        }

        noticed = [.. noticed, .. comparison.Notices];
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

        terminal.Line(comparison.Words);
        return CommandOutcome.Done(
            new JsonObject
            {
                ["name"] = manifest.Name.ToString(),
                ["version"] = manifest.Version.ToString(),
                ["comparedWith"] = comparison.With?.ToString(),
            },
            noticed
        );
    }

    private async Task<Result<Comparison>> CompareAsync(
        CommandContext context,
        PluginFolder folder,
        CancellationToken cancellationToken
    )
    {
        if (context.Parsed.GetValue(_offline))
        {
            return new Comparison("Not compared with a published version (--offline).", null, []);
        }

        var connected = RegistryConnections.Open(context, context.Parsed.GetValue(_registry));
        if (!connected.TryGet(out var connections))
        {
            return
                connected.Diagnostics[0].Descriptor == RegistryClientDiagnostics.NoRegistry
                || connected.Diagnostics[0].Descriptor == HostDiagnostics.NoProject
                ? NoRegistry()
                : connected.Propagate<Comparison>();
        }

        using (connections)
        {
            var loaded = PublishedVersions.WithSchema(folder.Manifest, folder.Path);
            if (!loaded.TryGet(out var manifest))
            {
                return loaded.Propagate<Comparison>();
            }

            if (connections.Sources.All(s => s.Endpoint.IsFolder))
            {
                return NoRegistry();
            }

            var found = await PublishedVersions.CompareAsync(
                manifest,
                connections.Sources,
                mustReach: false,
                cancellationToken
            );
            var words =
                found.With is not null ? $"Compared with {found.With}, which is published."
                : found.Notices.IsEmpty ? "Nothing is published yet to compare it with."
                : "Not compared with a published version.";
            return new Comparison(words, found.With, found.Notices);
        }
    }

    private static Comparison NoRegistry() =>
        new("Not compared with a published version: no registry is configured here.", null, []);

    private sealed record Comparison(string Words, SemanticVersion? With, ImmutableArray<Diagnostic> Notices);

    /// <summary>What a build will make is not missing before it.</summary>
    private static IEnumerable<Diagnostic> CheckFiles(PluginFolder folder)
    {
        var made =
            DotnetBuild.FindProject(folder) is not null ? "bin"
            : NodeBuild.IsNeeded(folder) ? "dist"
            : null;
        var isToBeCompiled = made is not null && !Directory.Exists(Path.Combine(folder.Path, made));
        return folder
            .CheckFiles()
            .Select(d =>
                isToBeCompiled && d.Message.Contains($"'{made}/", StringComparison.Ordinal)
                    ? d with
                    {
                        Severity = Severity.Warning,
                        Hint = "run 'specify plugin build' to compile it",
                    }
                    : d
            );
    }
}
