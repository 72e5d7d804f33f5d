using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Manifests.Comparison;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Plugins;
using Speckit.Registry.Client;

namespace Speckit.Cli.Authoring;

/// <summary>Compares a plugin with the version of it that was published last (JP design §11.1).</summary>
internal static class PublishedVersions
{
    /// <summary>What an author should know before publishing.</summary>
    /// <param name="manifest">The plugin, with its configuration schema loaded.</param>
    /// <param name="registries">Where it may have been published.</param>
    /// <param name="mustReach">Whether what is remembered of a registry that cannot be reached does not do.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task<PublishedComparison> CompareAsync(
        PluginManifest manifest,
        IEnumerable<RegistrySource> registries,
        bool mustReach,
        CancellationToken cancellationToken
    )
    {
        // A vendored folder has what somebody installed, and nobody publishes to it.
        foreach (var registry in registries.Where(r => !r.Endpoint.IsFolder))
        {
            var read = await registry.Client.GetIndexAsync(manifest.Name, cancellationToken);
            if (read.TryGet(out var index))
            {
                if (mustReach && index.WhyNotAsked is not null)
                {
                    return NotCompared(manifest, read.Diagnostics[0]);
                }

                return Choose(manifest.Version, index.Entries) is { } entry
                    ? await CompareAsync(manifest, registry, entry, cancellationToken)
                    : new PublishedComparison(null, []);
            }

            if (read.Diagnostics[0].Descriptor != RegistryClientDiagnostics.PluginNotFound)
            {
                return NotCompared(manifest, read.Diagnostics[0]);
            }
        }

        return new PublishedComparison(null, []);
    }

    /// <summary>That version, or the highest one below it: the releases before the pre-releases.</summary>
    private static IndexEntry? Choose(SemanticVersion version, ImmutableArray<IndexEntry> entries) =>
        entries
            .Where(e => !e.Yanked)
            .Select(e => (Entry: e, Version: SemanticVersion.Parse(e.Version)))
            .Where(e => e.Version <= version)
            .OrderBy(e => e.Version == version)
            .ThenBy(e => !e.Version.IsPrerelease)
            .ThenBy(e => e.Version)
            .Select(e => e.Entry)
            .LastOrDefault();

    private static async Task<PublishedComparison> CompareAsync(
        PluginManifest manifest,
        RegistrySource registry,
        IndexEntry entry,
        CancellationToken cancellationToken
    )
    {
        var fetched = await registry.Client.DownloadAsync(entry, progress: null, cancellationToken);
        var opened = fetched.TryGet(out var path)
            ? Open(path, entry, cancellationToken)
            : fetched.Propagate<PluginManifest>();
        return opened.TryGet(out var published)
            ? new PublishedComparison(published.Version, VersionPromise.Check(published, manifest))
            : NotCompared(manifest, opened.Diagnostics[0]);
    }

    private static Result<PluginManifest> Open(string path, IndexEntry entry, CancellationToken cancellationToken)
    {
        var digest = Sha256Digest.Parse(entry.Archive);
        var opened = PluginPackage.Open(path, expectedArchiveDigest: digest, cancellationToken: cancellationToken);
        return opened.TryGet(out var package)
            ? WithSchema(package, path, cancellationToken)
            : opened.Propagate<PluginManifest>();
    }

    /// <summary>The manifest of an archive, with the schema that it names a file for.</summary>
    internal static Result<PluginManifest> WithSchema(
        PluginPackage package,
        string path,
        CancellationToken cancellationToken
    )
    {
        if (package.Manifest.ConfigurationSchemaFile is null)
        {
            return package.Manifest;
        }

        using var work = new TemporaryDirectory();
        var folder = Path.Combine(work.Path, "package");
        var extracted = PackageReader.Extract(
            path,
            folder,
            ArchiveLimits.Default,
            package.Contents.ArchiveDigest,
            cancellationToken
        );
        return extracted.Succeeded ? WithSchema(package.Manifest, folder) : extracted.Propagate<PluginManifest>();
    }

    /// <summary>The manifest with the schema that it names a file of its folder for.</summary>
    internal static Result<PluginManifest> WithSchema(PluginManifest manifest, string folder) =>
        ManifestReader.LoadConfigurationSchema(
            manifest,
            relative => Path.Combine(folder, relative) is var file && File.Exists(file) ? File.ReadAllBytes(file) : null
        );

    private static PublishedComparison NotCompared(PluginManifest manifest, Diagnostic why) =>
        new(
            null,
            [
                ComparisonDiagnostics.NotCompared.Warning(
                    $"{manifest.Name} {manifest.Version} was not compared with what is published: {why.Message}",
                    "run the command again when the registry can be reached, or use --offline"
                ),
            ]
        )
        {
            Unreachable =
                why.Descriptor == RegistryClientDiagnostics.Unreachable ? why
                : why.Descriptor == RegistryClientDiagnostics.Offline
                    ? RegistryClientDiagnostics.Unreachable.Error(why.Message, why.Hint)
                : null,
        };
}

/// <summary>The outcome of a comparison.</summary>
/// <param name="With">The version that was compared with; null when there was none.</param>
/// <param name="Notices">Warnings and notes.</param>
internal sealed record PublishedComparison(SemanticVersion? With, ImmutableArray<Diagnostic> Notices)
{
    /// <summary>That the registry cannot be reached, if that is why nothing was compared.</summary>
    internal Diagnostic? Unreachable { get; init; }
}
