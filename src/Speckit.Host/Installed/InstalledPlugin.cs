using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Installed;

/// <summary>What the host needs to know of an installed plugin at every start, derived from its lock entry and its manifest.</summary>
public sealed record InstalledPlugin
{
    /// <summary>The plugin's name.</summary>
    public required PluginName Name { get; init; }

    /// <summary>The installed version.</summary>
    public required string Version { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>How far its origin was verified.</summary>
    public required TrustLevel Trust { get; init; }

    /// <summary>Whether it is active.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The digest of its tree, from the lock file.</summary>
    public required string Tree { get; init; }

    /// <summary>Where it came from.</summary>
    public required string Resolved { get; init; }

    /// <summary>The digest of its archive, from the lock file.</summary>
    public required string Archive { get; init; }

    /// <summary>Who signed it, or null.</summary>
    public string? Signer { get; init; }

    /// <summary>The key that signed it, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>Whether it is a folder of its author, used in place.</summary>
    public bool IsLink => Resolved.StartsWith(Locking.LockedPlugin.LinkScheme, StringComparison.Ordinal);

    /// <summary>The capabilities that the lock file grants and the manifest declares.</summary>
    public required ImmutableArray<string> Capabilities { get; init; }

    /// <summary>The plugins it needs, and those it only limits.</summary>
    public ImmutableArray<PluginDependency> Requires { get; init; } = [];

    /// <summary>How its entry points are started; null when it has none.</summary>
    public PluginRuntime? Runtime { get; init; }

    /// <summary>Whether the whole plugin is going away.</summary>
    public Deprecation? Deprecated { get; init; }

    /// <summary>Its commands.</summary>
    public ImmutableArray<CommandProvision> Commands { get; init; } = [];

    /// <summary>Its agents.</summary>
    public ImmutableArray<AgentProvision> Agents { get; init; } = [];

    /// <summary>Its hooks.</summary>
    public ImmutableArray<HookProvision> Hooks { get; init; } = [];

    /// <summary>Why its manifest could not be read, or null: a plugin with a problem provides nothing.</summary>
    public string? Problem { get; init; }
}
