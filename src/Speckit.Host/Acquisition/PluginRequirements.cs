using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;

namespace Speckit.Host.Acquisition;

/// <summary>What a version of a plugin needs, from its manifest or from a registry's index.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Version">The version.</param>
/// <param name="Requires">What it needs.</param>
/// <param name="Compatibility">What it was made for.</param>
public sealed record PluginRequirements(
    PluginName Name,
    SemanticVersion Version,
    Requirements Requires,
    Compatibility Compatibility
)
{
    /// <summary>What a manifest says, which is all there is to know.</summary>
    public static PluginRequirements Of(PluginManifest manifest) =>
        new(manifest.Name, manifest.Version, manifest.Requires, manifest.Compatibility);

    /// <summary>What a line of an index says: enough to refuse before anything is downloaded.</summary>
    public static PluginRequirements Of(IndexEntry entry) =>
        new(
            PluginName.Parse(entry.Name),
            SemanticVersion.Parse(entry.Version),
            Requirements.None with
            {
                Speckit = VersionRange.TryParse(entry.Speckit, out var range) ? range : null,
                Plugins = [.. Dependencies(entry.Requires, false), .. Dependencies(entry.Optional, true)],
            },
            Compatibility.Any with
            {
                Platforms = entry.Platforms,
            }
        );

    private static IEnumerable<PluginDependency> Dependencies(
        IReadOnlyDictionary<string, string>? ranges,
        bool optional
    )
    {
        foreach (var (name, text) in ranges ?? ImmutableDictionary<string, string>.Empty)
        {
            if (PluginName.TryParse(name, out var plugin) && VersionRange.TryParse(text, out var range))
            {
                yield return new PluginDependency(plugin, range, optional);
            }
        }
    }
}

/// <summary>Checks requirements and tells the observer of those that are met.</summary>
/// <param name="wanted">What is required.</param>
/// <param name="cancellationToken">Stops it.</param>
/// <returns>An error for each requirement that is not met.</returns>
public delegate Task<ImmutableArray<Diagnostic>> RequirementCheck(
    PluginRequirements wanted,
    CancellationToken cancellationToken
);
