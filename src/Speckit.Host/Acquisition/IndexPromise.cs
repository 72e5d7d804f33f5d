using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Plugins;

namespace Speckit.Host.Acquisition;

/// <summary>What a registry's index says of a version before its archive is there: versions are chosen and consent is prepared by it, so the
/// archive has to keep it.</summary>
internal static class IndexPromise
{
    /// <summary>The error that names what the archive does not keep, or null.</summary>
    internal static Diagnostic? FindBreach(string registry, IndexEntry entry, PluginPackage package)
    {
        var manifest = package.Manifest;
        var breach =
            manifest.Name.ToString() != entry.Name || manifest.Version.ToString() != entry.Version
                ? $"it holds {manifest.Name}@{manifest.Version}"
            : package.Contents.TreeDigest.ToString() != entry.Tree ? "its files are others"
            : !manifest.Requires.Capabilities.ToHashSet(StringComparer.Ordinal).SetEquals(entry.Capabilities)
                ? "it asks for other capabilities"
            : !IsSame(manifest, entry.Requires, optional: false)
            || !IsSame(manifest, entry.Optional ?? new Dictionary<string, string>(), optional: true)
                ? "it needs other plugins"
            : null;
        return breach is null
            ? null
            : HostDiagnostics.PackageMismatch.Error(
                $"the archive of {entry.Name}@{entry.Version} is not what {registry} says of it: {breach}",
                "do not install it, and tell the registry's operator"
            );
    }

    private static bool IsSame(PluginManifest manifest, IReadOnlyDictionary<string, string> promised, bool optional)
    {
        var declared = manifest.Requires.Plugins.Where(d => d.Optional == optional).ToList();
        return declared.Count == promised.Count
            && declared.TrueForAll(d =>
                promised.TryGetValue(d.Name.ToString(), out var range)
                && string.Equals(range, d.Range.Text, StringComparison.Ordinal)
            );
    }
}
