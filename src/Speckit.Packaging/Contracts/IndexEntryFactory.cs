using Speckit.Manifests.Model;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Trust;

namespace Speckit.Packaging.Contracts;

/// <summary>Makes the index line of a version from what its package says and what was computed of it: the server's lines and those of a
/// folder of vendored packages (formats, "Registry index").</summary>
public static class IndexEntryFactory
{
    /// <summary>The line of a version that is not yanked; self-signed when a key is named, unsigned otherwise.</summary>
    /// <param name="manifest">What the package says.</param>
    /// <param name="contents">What is in it.</param>
    /// <param name="keyId">The key whose signature was verified, or null.</param>
    public static IndexEntry Create(PluginManifest manifest, PackageContents contents, string? keyId)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(contents);
        return new()
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
    }

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
