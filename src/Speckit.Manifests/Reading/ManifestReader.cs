using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Jp;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Reading;

/// <summary>
/// Reads <c>plugin.yaml</c>. Every mistake of a file is told in one go: where, what was found, what was expected and
/// what to do (formats: "plugin.yaml").
/// </summary>
public static class ManifestReader
{
    private const string OspecKey = "plugin_type";

    /// <summary>Reads a manifest.</summary>
    /// <param name="fileName">The file as diagnostics name it.</param>
    /// <param name="text">The file's text.</param>
    /// <returns>The manifest, perhaps with warnings; or every problem.</returns>
    public static Result<PluginManifest> Read(string fileName, string text) =>
        Read(YamlReader.ReadLeniently(SourceText.FromString(fileName, text)));

    /// <inheritdoc cref="Read(string, string)"/>
    /// <param name="fileName">The file as diagnostics name it.</param>
    /// <param name="utf8">The file's bytes.</param>
    public static Result<PluginManifest> Read(string fileName, ReadOnlySpan<byte> utf8) =>
        Read(YamlReader.ReadLeniently(SourceText.FromUtf8(fileName, utf8)));

    /// <summary>Reports the files and folders that a manifest names and its package does not have.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="exists">Whether the package has a file or folder of that path, relative and with forward slashes.</param>
    /// <returns>One error for each missing file, located where the manifest names it; empty when all are there.</returns>
    public static ImmutableArray<Diagnostic> CheckFiles(PluginManifest manifest, Func<string, bool> exists) =>
        [.. ReferencedFiles.Of(manifest).Where(file => !exists(file.Path)).Select(file => file.Missing())];

    private static Result<PluginManifest> Read(YamlDocument document)
    {
        var problems = new Problems();
        foreach (var problem in document.Problems)
        {
            problems.Add(problem);
        }

        var manifest = document.Root is null ? null : ReadRoot(document.Root, problems);
        var found = problems.ToImmutable();
        return problems.HasErrors || manifest is null
            ? Result<PluginManifest>.Failure(found)
            : Result<PluginManifest>.Success(manifest, found);
    }

    private static PluginManifest? ReadRoot(YamlNode root, Problems problems)
    {
        if (root is not YamlMapping mapping)
        {
            problems.Add(
                ManifestDiagnostics.WrongType.Error(
                    "The manifest is empty or no mapping; expected keys and values.",
                    "start with apiVersion: speckit.dev/v1",
                    root.Location
                )
            );
            return null;
        }

        var isOspec = mapping.Find(OspecKey);
        var isJp = mapping.Find(JpManifest.ApiVersionKey) ?? mapping.Find(JpManifest.KindKey);
        if (isOspec is null && (isJp is not null || JpManifest.RootKeys.Any(key => mapping.Find(key) is not null)))
        {
            return JpManifest.Read(new Fields(mapping, "", mapping.Location, problems));
        }

        problems.Add(RefuseDialect(mapping, isOspec, isJp));
        return null;
    }

    private static Diagnostic RefuseDialect(YamlMapping root, YamlEntry? isOspec, YamlEntry? isJp)
    {
        if (isOspec is null)
        {
            return ManifestDiagnostics.UnknownDialect.Error(
                "Nothing says what sort of manifest this is; expected 'apiVersion' and 'kind', or 'plugin_type'.",
                "add apiVersion: speckit.dev/v1 and kind: Plugin",
                root.Location
            );
        }

        return isJp is null
            ? ManifestDiagnostics.OspecUnsupported.Error(
                "This is an OSpec manifest ('plugin_type'), which this version of Speckit does not read.",
                "describe the plugin with apiVersion: speckit.dev/v1 and kind: Plugin",
                isOspec.KeyLocation
            )
            : ManifestDiagnostics.UnknownDialect.Error(
                $"The manifest has both '{isJp.Key}' and 'plugin_type'; expected one of them.",
                "apiVersion and kind make it a Speckit manifest, plugin_type an OSpec one: remove the other",
                isOspec.KeyLocation
            );
    }
}
