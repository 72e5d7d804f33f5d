using System.Collections.Immutable;
using System.CommandLine;
using Speckit.Cli.Commands;
using Speckit.Host.Configuration;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;

namespace Speckit.Cli.Authoring;

/// <summary>A plugin's folder on its author's machine.</summary>
/// <param name="Path">The folder, absolute.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Warnings">What was noticed in the manifest.</param>
internal sealed record PluginFolder(string Path, PluginManifest Manifest, ImmutableArray<Diagnostic> Warnings)
{
    internal static Argument<string> CreateArgument() =>
        new("folder")
        {
            Description = "The plugin's folder",
            DefaultValueFactory = _ => ".",
            HelpName = "FOLDER",
        };

    /// <summary>Reads the folder's manifest.</summary>
    /// <param name="context">Where relative paths start.</param>
    /// <param name="given">What the user typed: the folder, or its plugin.yaml.</param>
    internal static Result<PluginFolder> Open(CommandContext context, string given)
    {
        var path = context.Absolute(given);
        if (System.IO.Path.GetFileName(path) == PluginManifest.FileName && File.Exists(path))
        {
            path = System.IO.Path.GetDirectoryName(path)!;
        }

        var file = System.IO.Path.Combine(path, PluginManifest.FileName);
        if (!File.Exists(file))
        {
            return ManifestDiagnostics.MissingFile.Error(
                $"'{given}' has no {PluginManifest.FileName}",
                "name the plugin's folder, or make one with 'specify plugin init <name>'"
            );
        }

        var shown = System.IO.Path.GetRelativePath(context.Environment.WorkingDirectory, file);
        var read = ManifestReader.Read(
            shown,
            File.ReadAllBytes(file),
            new ManifestReadOptions { FolderName = System.IO.Path.GetFileName(path.TrimEnd('/')) }
        );
        return read.TryGet(out var manifest)
            ? new PluginFolder(path, manifest, read.Diagnostics)
            : read.Propagate<PluginFolder>();
    }

    /// <summary>What the manifest names and the folder does not have.</summary>
    internal ImmutableArray<Diagnostic> CheckFiles() =>
        ManifestReader.CheckFiles(Manifest, relative => System.IO.Path.Exists(System.IO.Path.Combine(Path, relative)));

    /// <summary>What is wrong with the schema of the configuration and with its defaults. That its file is missing is said by
    /// <see cref="CheckFiles"/>.</summary>
    internal ImmutableArray<Diagnostic> CheckConfiguration() =>
        [.. ConfigurationSchema.Check(Manifest, Path).Where(d => d.Descriptor != ManifestDiagnostics.MissingFile)];
}
