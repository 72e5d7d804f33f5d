using System.Collections.Immutable;
using Speckit.Host.Audit.Advisories;
using Speckit.Host.Locking;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Digests;

namespace Speckit.Host.Audit;

/// <summary>What an audit found out about an installed plugin.</summary>
public sealed record AuditedPlugin
{
    /// <summary>The plugin.</summary>
    public required PluginName Name { get; init; }

    /// <summary>What is locked.</summary>
    public required LockedPlugin Locked { get; init; }

    /// <summary>What the user of this machine said to it.</summary>
    public required ConsentState Consent { get; init; }

    /// <summary>The files that are not those of its archive, as far as they can be named.</summary>
    public ImmutableArray<TreeDifference> Changes { get; init; } = [];

    /// <summary>That it is going away, or null.</summary>
    public Deprecation? Deprecated { get; init; }

    /// <summary>What its registry says of the version now.</summary>
    public RegistryWord Registry { get; init; }

    /// <summary>The advisories about the version.</summary>
    public ImmutableArray<Advisory> Advisories { get; init; } = [];

    /// <summary>What is wrong with it.</summary>
    public ImmutableArray<Diagnostic> Problems { get; init; } = [];
}

/// <summary>What the user of this machine said to a plugin.</summary>
public enum ConsentState
{
    /// <summary>Nothing: it came with the checkout, and does not start.</summary>
    None,

    /// <summary>Yes, to other files than those that are locked: it does not start.</summary>
    ToOtherFiles,

    /// <summary>Yes.</summary>
    Given,
}

/// <summary>What a registry says of an installed version.</summary>
public enum RegistryWord
{
    /// <summary>It was not asked, or could not be.</summary>
    NotAsked,

    /// <summary>The plugin is from no registry of the project.</summary>
    NotFromRegistry,

    /// <summary>The version is there.</summary>
    Offered,

    /// <summary>The version was withdrawn.</summary>
    Yanked,
}
