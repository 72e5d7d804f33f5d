using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Vendoring;

/// <summary>A folder of vendored packages.</summary>
/// <param name="Directory">The folder.</param>
/// <param name="Plugins">What it holds, by name.</param>
/// <param name="Differences">How it differed from the lock file, a line each; it does not differ any more if it was filled.</param>
public sealed record VendorOutcome(
    string Directory,
    ImmutableArray<VendoredPlugin> Plugins,
    ImmutableArray<string> Differences
);

/// <summary>A vendored plugin.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Size">The archive's size in bytes.</param>
/// <param name="IsSigned">Whether its signature is there too.</param>
public sealed record VendoredPlugin(PluginName Name, SemanticVersion Version, long Size, bool IsSigned);
