using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Model;

/// <summary>Code that brings configuration and data from one version of the plugin to another (JP design §11.3; decisions, 18).</summary>
/// <param name="From">The version it starts from.</param>
/// <param name="To">The version it leads to; higher than <paramref name="From"/>.</param>
/// <param name="Entrypoint">Where its code is.</param>
public sealed record PluginMigration(SemanticVersion From, SemanticVersion To, Entrypoint Entrypoint);
