using Speckit.Host.Locking;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Lifecycle;

/// <summary>What an install did.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Version">The version that is installed now.</param>
/// <param name="Replaced">The version that was installed before, or null.</param>
/// <param name="Locked">Its entry in the lock file.</param>
/// <param name="Manifest">Its manifest.</param>
public sealed record InstallOutcome(
    PluginName Name,
    SemanticVersion Version,
    SemanticVersion? Replaced,
    LockedPlugin Locked,
    PluginManifest Manifest
);
