namespace Speckit.Manifests.Model;

/// <summary>The code of a whole plugin (OSpec: "Plugin Manifest", <c>entry_points</c>).</summary>
/// <param name="Main">What answers the host's calls; null for a plugin of data alone.</param>
/// <param name="Types">TypeScript declarations for users of the plugin, or null.</param>
public sealed record EntryPoints(Entrypoint? Main, PackageFile? Types)
{
    /// <summary>A plugin without code of its own.</summary>
    public static EntryPoints None { get; } = new(null, null);
}
