using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Cli.Interaction;
using Speckit.Host.Acquisition;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Archives;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin build</c>: compiles and packs. The same tree gives the same bytes.</summary>
internal sealed class BuildCommand : SpeckitCommand
{
    private readonly Argument<string> _folder = PluginFolder.CreateArgument();

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The folder to put the archive into (default: the plugin's)",
        HelpName = "DIR",
    };

    private readonly Option<bool> _noCompile = new("--no-compile")
    {
        Description = "Pack what is there; compile nothing",
    };

    internal BuildCommand(CliEnvironment environment)
        : base(
            environment,
            "build",
            "Compile and pack a plugin",
            "plugin build",
            "plugin build ./my-plugin --output ./dist"
        )
    {
        Arguments.Add(_folder);
        Options.Add(_output);
        Options.Add(_noCompile);
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

        if (!context.Parsed.GetValue(_noCompile))
        {
            var compiled = await CompileAsync(context, folder, cancellationToken);
            if (!compiled.Succeeded)
            {
                return CommandOutcome.Fail(compiled);
            }
        }

        ImmutableArray<Diagnostic> wrong = [.. folder.CheckFiles(), .. folder.CheckConfiguration()];
        return wrong.Any(d => d.Severity == Severity.Error)
            ? CommandOutcome.Fail(wrong)
            : Pack(context, folder, cancellationToken);
    }

    private static async Task<Result<Unit>> CompileAsync(
        CommandContext context,
        PluginFolder folder,
        CancellationToken cancellationToken
    )
    {
        if (DotnetBuild.FindProject(folder) is { } project)
        {
            context.Terminal.Line($"Compiling {Path.GetRelativePath(folder.Path, project)}...");
            return await DotnetBuild.RunAsync(folder, project, context.Environment, cancellationToken);
        }

        if (NodeBuild.IsNeeded(folder))
        {
            context.Terminal.Line("Compiling tsconfig.json...");
            return await NodeBuild.RunAsync(folder, context.Environment, cancellationToken);
        }

        return new Unit();
    }

    private CommandOutcome Pack(CommandContext context, PluginFolder folder, CancellationToken cancellationToken)
    {
        var output = context.Parsed.GetValue(_output) is { } given ? context.Absolute(given) : folder.Path;
        Directory.CreateDirectory(output);
        var target = Path.Combine(output, PackageFileName.For(folder.Manifest.Name, folder.Manifest.Version));
        var options = new PackageWriteOptions { SourceDateEpoch = Epoch(context.Environment) };
        var written = PackageWriter.Write(folder.Path, target, options, cancellationToken);
        if (!written.TryGet(out var package))
        {
            return CommandOutcome.Fail(written);
        }

        foreach (var warning in written.Diagnostics)
        {
            context.ShowWarning(warning);
        }

        var terminal = context.Terminal;
        terminal.Line(
            $"{terminal.Green("✓")} Built {TerminalText.Line(Path.GetRelativePath(context.Environment.WorkingDirectory, target))} ({package.Entries.Length} files, {ByteSize.Format(package.Size)})"
        );
        terminal.Line($"  {package.ArchiveDigest}");
        return CommandOutcome.Done(
            new JsonObject
            {
                ["name"] = folder.Manifest.Name.ToString(),
                ["version"] = folder.Manifest.Version.ToString(),
                ["path"] = target,
                ["size"] = package.Size,
                ["archive"] = package.ArchiveDigest.ToString(),
                ["tree"] = package.TreeDigest.ToString(),
            },
            written.Diagnostics
        );
    }

    private static long Epoch(CliEnvironment environment) =>
        long.TryParse(
            environment.Variable("SOURCE_DATE_EPOCH"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? seconds
            : 0;
}
