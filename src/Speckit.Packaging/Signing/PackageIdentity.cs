using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Signing;

/// <summary>What a signature ties together: measured by the signer, and again by everyone who verifies.</summary>
/// <param name="Name">The plugin's name, as its manifest says.</param>
/// <param name="Version">Its version, as its manifest says.</param>
/// <param name="ArchiveDigest">The digest of the archive's bytes.</param>
/// <param name="TreeDigest">The digest of its files.</param>
/// <param name="ManifestDigest">The digest of its manifest without signatures, canonical.</param>
public sealed record PackageIdentity(
    PluginName Name,
    SemanticVersion Version,
    Sha256Digest ArchiveDigest,
    Sha256Digest TreeDigest,
    Sha256Digest ManifestDigest
)
{
    /// <summary>The archive's canonical file name. What the file is called on this machine does not count.</summary>
    public string FileName => PackageFileName.For(Name, Version);

    /// <summary>The identity of an archive that was read.</summary>
    /// <param name="contents">What <see cref="PackageReader"/> found.</param>
    /// <param name="name">From its manifest.</param>
    /// <param name="version">From its manifest.</param>
    /// <param name="manifestDigest">Of its manifest.</param>
    public static PackageIdentity Of(
        PackageContents contents,
        PluginName name,
        SemanticVersion version,
        Sha256Digest manifestDigest
    )
    {
        ArgumentNullException.ThrowIfNull(contents);
        return new(name, version, contents.ArchiveDigest, contents.TreeDigest, manifestDigest);
    }
}
