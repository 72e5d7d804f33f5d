using Speckit.Packaging.Digests;

namespace Speckit.Registry.Client;

/// <summary>What was learnt from registries: <c>cache/index</c> and <c>cache/archives</c> (architecture, "State on disk").
/// Safe to delete at any time but for the memory of what was published, which then starts anew.</summary>
public sealed class RegistryCache
{
    /// <summary>A cache in a folder, made when first needed.</summary>
    /// <param name="root">The folder, usually <c>~/.specify/cache</c>.</param>
    public RegistryCache(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        Root = Path.GetFullPath(root);
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The cache of a user.</summary>
    /// <param name="home">The user's home folder.</param>
    public static RegistryCache InHome(string home) => new(Path.Combine(home, ".specify", "cache"));

    /// <summary>Where an archive is, whether or not it is there.</summary>
    public string ArchivePath(Sha256Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        return Path.Combine(Root, "archives", "sha256", digest.Hex[..2], digest.Hex);
    }

    /// <summary>Where a plugin's index file is. Digests, not names: a plugin may be called like a device of Windows.</summary>
    internal string IndexFile(Uri registry, string path) =>
        Path.Combine(Root, "index", Hash(registry.AbsoluteUri)[..16], Hash(path));

    private static string Hash(string text) => Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(text)).Hex;
}
