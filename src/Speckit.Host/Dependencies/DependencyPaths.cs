using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Dependencies;

/// <summary>Ways from what somebody asked for to a plugin.</summary>
/// <param name="Paths">Each begins with what was asked for and ends with the plugin.</param>
/// <param name="IsComplete">Whether these are all.</param>
public sealed record DependencyPaths(ImmutableArray<ImmutableArray<DependencyStep>> Paths, bool IsComplete);

/// <summary>One plugin of a way.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Version">The installed version; null when it is not installed.</param>
/// <param name="Range">The versions that the plugin before it needs; null for the first.</param>
public sealed record DependencyStep(PluginName Name, SemanticVersion? Version, string? Range);
