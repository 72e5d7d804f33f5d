using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Model;

/// <summary>A feature that goes away in the next major version; using it is warned about (JP design §11.3).</summary>
/// <param name="Message">Why, and what to do; null when the manifest does not say.</param>
/// <param name="Since">The plugin's version that deprecated it.</param>
/// <param name="Replacement">What to use in its place.</param>
public sealed record Deprecation(string? Message = null, SemanticVersion? Since = null, string? Replacement = null);
