using Speckit.Cli.Commands;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Archives;

namespace Speckit.Cli.Authoring;

/// <summary>Finds the archive that an author means.</summary>
internal static class BuiltArchive
{
    /// <summary>The archive itself, or the one that 'build' wrote for the folder's manifest.</summary>
    internal static Result<string> Locate(CommandContext context, string given)
    {
        var path = context.Absolute(given);
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? path
                : CliDiagnostics.Usage.Error($"there is no package '{given}'", "check the path");
        }

        var opened = PluginFolder.Open(context, given);
        if (!opened.TryGet(out var folder))
        {
            return opened.Propagate<string>();
        }

        var archive = Path.Combine(path, PackageFileName.For(folder.Manifest.Name, folder.Manifest.Version));
        return File.Exists(archive)
            ? archive
            : CliDiagnostics.Usage.Error(
                $"'{given}' has no {Path.GetFileName(archive)}",
                "run 'specify plugin build' first, or name the archive"
            );
    }
}
