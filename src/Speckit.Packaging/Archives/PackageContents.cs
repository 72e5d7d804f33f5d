using System.Collections.Immutable;
using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Archives;

/// <summary>What an archive holds. Everything in it was checked against the format; nothing in it is trusted for that.</summary>
public sealed record PackageContents
{
    /// <summary>The digest of the archive's bytes.</summary>
    public required Sha256Digest ArchiveDigest { get; init; }

    /// <summary>The archive's size in bytes.</summary>
    public required long ArchiveSize { get; init; }

    /// <summary>The size of all files together in bytes.</summary>
    public required long ExtractedSize { get; init; }

    /// <summary>The digest that the extracted folder will have.</summary>
    public required Sha256Digest TreeDigest { get; init; }

    /// <summary>The files in the archive's order.</summary>
    public required ImmutableArray<TreeEntry> Entries { get; init; }

    /// <summary>The bytes of plugin.yaml.</summary>
    public required ReadOnlyMemory<byte> ManifestYaml { get; init; }

    /// <summary>The bytes of the root's README.md, if there is one.</summary>
    public ReadOnlyMemory<byte>? Readme { get; init; }

    /// <summary>The bytes of the root's CHANGELOG.md, if there is one.</summary>
    public ReadOnlyMemory<byte>? Changelog { get; init; }
}
