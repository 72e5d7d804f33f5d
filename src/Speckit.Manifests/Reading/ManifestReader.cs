using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Jp;
using Speckit.Manifests.Model;
using Speckit.Manifests.Ospec;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Reading;

/// <summary>
/// Reads <c>plugin.yaml</c>. Every mistake of a file is told in one go: where, what was found, what was expected and
/// what to do (formats: "plugin.yaml").
/// </summary>
public static class ManifestReader
{
    /// <summary>Reads a manifest.</summary>
    /// <param name="fileName">The file as diagnostics name it.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="options">What it is read for; null for local use.</param>
    /// <returns>The manifest, perhaps with warnings; or every problem.</returns>
    public static Result<PluginManifest> Read(string fileName, string text, ManifestReadOptions? options = null) =>
        Read(YamlReader.ReadLeniently(SourceText.FromString(fileName, text)), fileName, options);

    /// <inheritdoc cref="Read(string, string, ManifestReadOptions?)"/>
    /// <param name="fileName">The file as diagnostics name it.</param>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="options">What it is read for; null for local use.</param>
    public static Result<PluginManifest> Read(
        string fileName,
        ReadOnlySpan<byte> utf8,
        ManifestReadOptions? options = null
    ) => Read(YamlReader.ReadLeniently(SourceText.FromUtf8(fileName, utf8)), fileName, options);

    /// <summary>Reports the files and folders that a manifest names and its package does not have.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="exists">Whether the package has a file or folder of that path, relative and with forward slashes.</param>
    /// <returns>One error for each missing file, located where the manifest names it; empty when all are there.</returns>
    public static ImmutableArray<Diagnostic> CheckFiles(PluginManifest manifest, Func<string, bool> exists) =>
        [.. ReferencedFiles.Of(manifest).Where(file => !exists(file.Path)).Select(file => file.Missing())];

    /// <summary>Puts the JSON Schema of the configuration in place where the manifest names a file for it.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="read">The bytes of the package's file of that path, relative and with forward slashes; null when it is not there.</param>
    /// <returns>The manifest with <see cref="PluginManifest.ConfigurationSchema"/>; or why the file is no schema.</returns>
    public static Result<PluginManifest> LoadConfigurationSchema(PluginManifest manifest, Func<string, byte[]?> read)
    {
        if (manifest.ConfigurationSchemaFile is not { } file)
        {
            return manifest;
        }

        if (read(file.Path) is not { } bytes)
        {
            return ReferencedFiles.OfConfigurationSchema(file).Missing();
        }

        var schema = ConfigurationSchemaFile.Read(file, bytes);
        return schema.TryGet(out var json)
            ? manifest with
            {
                ConfigurationSchema = json,
            }
            : schema.Propagate<PluginManifest>();
    }

    private static Result<PluginManifest> Read(YamlDocument document, string fileName, ManifestReadOptions? options)
    {
        var problems = new Problems();
        foreach (var problem in document.Problems)
        {
            problems.Add(problem);
        }

        var given = options ?? ManifestReadOptions.Default;
        var folder = given.FolderName ?? Path.GetFileName(Path.GetDirectoryName(fileName));
        var manifest = document.Root is null ? null : ReadRoot(document.Root, problems, given.Use, folder);
        var found = problems.ToImmutable();
        return problems.HasErrors || manifest is null
            ? Result<PluginManifest>.Failure(found)
            : Result<PluginManifest>.Success(manifest, found);
    }

    private static PluginManifest? ReadRoot(YamlNode root, Problems problems, ManifestUse use, string? folder)
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

        var fields = new Fields(mapping, "", mapping.Location, problems);
        var isOspec = mapping.Find(OspecManifest.TypeKey);
        var isJp = mapping.Find(JpManifest.ApiVersionKey) ?? mapping.Find(JpManifest.KindKey);
        if (isOspec is not null && isJp is null)
        {
            return OspecManifest.Read(fields, use == ManifestUse.Publish, folder);
        }

        if (isOspec is null && (isJp is not null || JpManifest.RootKeys.Any(key => mapping.Find(key) is not null)))
        {
            return JpManifest.Read(fields);
        }

        problems.Add(RefuseDialect(mapping, isOspec, isJp));
        return null;
    }

    private static Diagnostic RefuseDialect(YamlMapping root, YamlEntry? isOspec, YamlEntry? isJp) =>
        isOspec is null || isJp is null
            ? ManifestDiagnostics.UnknownDialect.Error(
                "Nothing says what sort of manifest this is; expected 'apiVersion' and 'kind', or 'plugin_type'.",
                "add apiVersion: speckit.dev/v1 and kind: Plugin",
                root.Location
            )
            : ManifestDiagnostics.UnknownDialect.Error(
                $"The manifest has both '{isJp.Key}' and 'plugin_type'; expected one of them.",
                "apiVersion and kind make it a Speckit manifest, plugin_type an OSpec one: remove the other",
                isOspec.KeyLocation
            );
}
