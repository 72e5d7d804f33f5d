using Speckit.Manifests.Model;
using Speckit.Packaging.Plugins;

namespace Speckit.Host.Acquisition;

/// <summary>A package of this machine, inspected and not yet verified.</summary>
/// <param name="Manifest">What its manifest says.</param>
/// <param name="Resolved">Where it came from, for the lock file.</param>
/// <param name="ArchivePath">The archive; null for a folder that is used in place.</param>
/// <param name="Package">What the archive holds; null for a folder that is used in place.</param>
/// <param name="SignaturePath">Where its signature would be; null where there can be none.</param>
/// <param name="Link">The folder that is used in place, or null.</param>
public sealed record LocalPackage(
    PluginManifest Manifest,
    string Resolved,
    string? ArchivePath,
    PluginPackage? Package,
    string? SignaturePath,
    string? Link
);
