using Speckit.Manifests.Model;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;

namespace Speckit.Registry.Features.Publish;

/// <summary>Makes the index line of a version from what its package says and what the registry computed.</summary>
internal static class IndexEntryFactory
{
    /// <summary>The line.</summary>
    /// <param name="keyId">The key whose signature was verified, or null.</param>
    public static IndexEntry Create(PluginManifest manifest, PackageContents contents, string? keyId) =>
        new()
        {
            Name = manifest.Name.ToString(),
            Version = manifest.Version.ToString(),
            Requires = Ranges(manifest, optional: false),
            Optional = Ranges(manifest, optional: true),
            Speckit = SpeckitRange.Of(manifest),
            Platforms = manifest.Compatibility.Platforms,
            Runtime = manifest.Runtime?.ToString().ToLowerInvariant(),
            Runtimes = Runtimes(manifest.Requires),
            Capabilities = manifest.Requires.Capabilities,
            Provides = Provided.Of(manifest.Provides),
            Archive = contents.ArchiveDigest.ToString(),
            Tree = contents.TreeDigest.ToString(),
            Size = contents.ArchiveSize,
            KeyId = keyId,
            Trust = keyId is null ? TrustLevel.Unsigned : TrustLevel.SelfSigned,
            Yanked = false,
            Format = IndexEntry.CurrentFormat,
        };

    private static Dictionary<string, string> Ranges(PluginManifest manifest, bool optional) =>
        manifest
            .Requires.Plugins.Where(dependency => dependency.Optional == optional)
            .ToDictionary(
                dependency => dependency.Name.ToString(),
                dependency => dependency.Range.Text,
                StringComparer.Ordinal
            );

    private static SortedDictionary<string, string>? Runtimes(Requirements requires)
    {
        var ranges = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var (name, range) in new[]
            {
                ("dotnet", requires.Dotnet),
                ("node", requires.Node),
                ("python", requires.Python),
            }
        )
        {
            if (range is not null)
            {
                ranges.Add(name, range.Text);
            }
        }

        return ranges.Count == 0 ? null : ranges;
    }
}
