using System.Collections.Immutable;
using Speckit.Manifests.Canonical;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Signing;

namespace Speckit.Packaging.Plugins;

/// <summary>An archive whose manifest was read too: a plugin that can be published, verified or installed.</summary>
/// <param name="Contents">What is in the archive.</param>
/// <param name="Manifest">What its plugin.yaml says; every file it names is in the archive.</param>
/// <param name="Identity">What a signature of it is to say.</param>
public sealed record PluginPackage(PackageContents Contents, PluginManifest Manifest, PackageIdentity Identity)
{
    /// <summary>Reads an archive and its manifest, without writing anything.</summary>
    /// <param name="folderName">The name of the folder the archive was made of; null when nobody knows (decisions, 2).</param>
    /// <returns>The plugin, with the manifest's warnings; or the archive's refusal, or every mistake of the manifest.</returns>
    /// <inheritdoc cref="PackageReader.Inspect(string, ArchiveLimits?, Sha256Digest?, CancellationToken)"/>
    public static Result<PluginPackage> Open(
        string archivePath,
        ArchiveLimits? limits = null,
        Sha256Digest? expectedArchiveDigest = null,
        string? folderName = null,
        CancellationToken cancellationToken = default
    )
    {
        var inspected = PackageReader.Inspect(archivePath, limits, expectedArchiveDigest, cancellationToken);
        return inspected.TryGet(out var contents) ? From(contents, folderName) : inspected.Propagate<PluginPackage>();
    }

    /// <summary>Reads the manifest of an archive that was inspected or extracted.</summary>
    /// <param name="contents">What is in the archive.</param>
    /// <param name="folderName">The name of the folder the archive was made of; null when nobody knows (decisions, 2).</param>
    /// <returns>The plugin, with the manifest's warnings; or every mistake of the manifest.</returns>
    public static Result<PluginPackage> From(PackageContents contents, string? folderName = null)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var yaml = contents.ManifestYaml.Span;
        var read = ManifestReader.Read(
            PluginManifest.FileName,
            yaml,
            new ManifestReadOptions { FolderName = folderName }
        );
        if (!read.TryGet(out var manifest))
        {
            return read.Propagate<PluginPackage>();
        }

        var missing = ManifestReader.CheckFiles(manifest, PathsOf(contents.Entries).Contains);
        if (!missing.IsEmpty)
        {
            return Result<PluginPackage>.Failure(missing);
        }

        var digested = ManifestDigest.Compute(yaml);
        if (!digested.TryGet(out var digest))
        {
            return digested.Propagate<PluginPackage>();
        }

        var identity = PackageIdentity.Of(contents, manifest.Name, manifest.Version, Sha256Digest.Parse(digest));
        return Result<PluginPackage>.Success(new PluginPackage(contents, manifest, identity), read.Diagnostics);
    }

    // The files, and the folders they are in.
    private static HashSet<string> PathsOf(ImmutableArray<TreeEntry> entries)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var path = entry.Path;
            while (path.Length > 0 && paths.Add(path))
            {
                path = path[..Math.Max(path.LastIndexOf('/'), 0)];
            }
        }

        return paths;
    }
}
