using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;

namespace Speckit.Registry.Client.Resolution;

/// <summary>A version of every plugin, such that all requirements are met.</summary>
public sealed record PluginResolution
{
    /// <summary>All plugins: what stays, what changes and what is new. Each after the plugins that it needs, as far as these do not need
    /// one another.</summary>
    public required ImmutableArray<ResolvedPackage> Packages { get; init; }

    /// <summary>The plugins that were to be updated or added and for which there is a higher version.</summary>
    public ImmutableArray<HeldBack> HeldBack { get; init; } = [];

    /// <summary>What to tell besides: that data is old, or that an index is odd.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; init; } = [];
}

/// <summary>A version of a plugin that was chosen.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Version">The version.</param>
/// <param name="Change">What that means for the project.</param>
public sealed record ResolvedPackage(PluginName Name, SemanticVersion Version, PackageChange Change)
{
    /// <summary>Its line of the index; null when it stays as it is installed.</summary>
    public IndexEntry? Entry { get; init; }

    /// <summary>The registry to get it from; null when it stays as it is installed.</summary>
    public RegistryEndpoint? Registry { get; init; }

    /// <summary>The version that is installed now; null when none is.</summary>
    public SemanticVersion? Previous { get; init; }

    /// <summary>Who needs it, by name; plugins that only limit its version are not among them.</summary>
    public ImmutableArray<RequiringPackage> RequiredBy { get; init; } = [];
}

/// <summary>A plugin, or the project, that needs another.</summary>
/// <param name="Name">The plugin; null for the project itself.</param>
/// <param name="Range">The versions that will do; null for any.</param>
public sealed record RequiringPackage(PluginName? Name, VersionRange? Range);

/// <summary>What a resolution does to a plugin.</summary>
public enum PackageChange
{
    /// <summary>It stays as it is installed.</summary>
    Kept,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It gets a higher version, or another build of the same one.</summary>
    Updated,

    /// <summary>It gets a lower version.</summary>
    Downgraded,
}

/// <summary>A plugin for which there is a higher version that was not chosen.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Chosen">The version that was chosen.</param>
/// <param name="Newest">The highest one that could be wanted.</param>
/// <param name="Story">Why not: lines for people. Empty for a new plugin, for which nothing that is installed was changed.</param>
public sealed record HeldBack(
    PluginName Name,
    SemanticVersion Chosen,
    SemanticVersion Newest,
    ImmutableArray<string> Story
);
