using Speckit.Manifests.Model;

namespace Speckit.Manifests.Ospec;

/// <summary>What the sections of one type need to know of the plugin as a whole: an OSpec manifest describes one thing, and that is the plugin.</summary>
/// <param name="Name">The plugin's name without its scope; empty when it has none.</param>
/// <param name="Description">The plugin's description.</param>
/// <param name="Main">The plugin's code, or null.</param>
/// <param name="Deprecated">Whether the plugin is going away.</param>
/// <param name="HasDependencies">Whether what it refers to may be of another plugin.</param>
internal sealed record Subject(
    string Name,
    string Description,
    Entrypoint? Main,
    Deprecation? Deprecated,
    bool HasDependencies
);
