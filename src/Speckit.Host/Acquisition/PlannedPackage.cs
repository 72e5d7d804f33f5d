using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;

namespace Speckit.Host.Acquisition;

/// <summary>A version that was chosen to be installed, and where it is to be had.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Version">The version.</param>
public sealed record PlannedPackage(PluginName Name, SemanticVersion Version)
{
    /// <summary>The package, when it is on this machine.</summary>
    public LocalPackage? Local { get; init; }

    /// <summary>The registry that has it, when it is not.</summary>
    public RegistrySource? Source { get; init; }

    /// <summary>The registry's line of it.</summary>
    public IndexEntry? Entry { get; init; }

    /// <summary>The plugins that need it.</summary>
    public ImmutableArray<PluginName> RequiredBy { get; init; } = [];

    /// <summary>Whether nobody asked for it by name.</summary>
    public bool IsDependency { get; init; }
}
