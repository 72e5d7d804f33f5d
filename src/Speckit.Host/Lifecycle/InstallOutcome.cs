using System.Collections.Immutable;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Lifecycle;

/// <summary>What an install did.</summary>
/// <param name="Plugins">What is installed now that was not before, dependencies first; the plugin that was asked for is the last.</param>
public sealed record InstallOutcome(ImmutableArray<InstalledOutcome> Plugins)
{
    /// <summary>The plugin that was asked for.</summary>
    public InstalledOutcome Asked => Plugins[^1];
}

/// <summary>What an install did to one plugin.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Locked">Its entry in the lock file.</param>
/// <param name="Replaced">The version that was installed before, or null.</param>
/// <param name="Migrations">What its migrations changed in the user's configuration, in words.</param>
public sealed record InstalledOutcome(
    PluginManifest Manifest,
    LockedPlugin Locked,
    SemanticVersion? Replaced,
    ImmutableArray<string> Migrations
)
{
    /// <summary>The plugin.</summary>
    public PluginName Name => Manifest.Name;

    /// <summary>The version that is installed now.</summary>
    public SemanticVersion Version => Locked.Version;
}
