using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Acquisition;

/// <summary>A plugin at hand, inspected and verified, ready to be installed.</summary>
public sealed record AcquiredPackage
{
    /// <summary>What its manifest says.</summary>
    public required PluginManifest Manifest { get; init; }

    /// <summary>Where it came from, for the lock file.</summary>
    public required string Resolved { get; init; }

    /// <summary>How far its origin was verified.</summary>
    public required PackageOrigin Origin { get; init; }

    /// <summary>The archive's path; null for a folder that is used in place.</summary>
    public string? ArchivePath { get; init; }

    /// <summary>What the archive holds; null for a folder that is used in place.</summary>
    public PackageContents? Contents { get; init; }

    /// <summary>The folder that is used in place, or null.</summary>
    public string? Link { get; init; }

    /// <summary>The digest of its tree, or what stands for it.</summary>
    public string Tree => Contents?.TreeDigest.ToString() ?? Resolved;

    /// <summary>The digest of its archive, or what stands for it.</summary>
    public string Archive => Contents?.ArchiveDigest.ToString() ?? Resolved;

    internal static AcquiredPackage Of(
        string archivePath,
        PluginPackage package,
        string resolved,
        PackageOrigin origin
    ) =>
        new()
        {
            Manifest = package.Manifest,
            Resolved = resolved,
            Origin = origin,
            ArchivePath = archivePath,
            Contents = package.Contents,
        };
}

/// <summary>How far a package's origin was verified.</summary>
/// <param name="Trust">The level.</param>
/// <param name="Signer">Who signed it, in their own words; null when nobody did.</param>
/// <param name="KeyIds">The keys whose signatures were found right, the author's first.</param>
public sealed record PackageOrigin(TrustLevel Trust, string? Signer, ImmutableArray<string> KeyIds)
{
    /// <summary>Nobody vouches for it.</summary>
    public static PackageOrigin Unsigned { get; } = new(TrustLevel.Unsigned, null, []);

    /// <summary>Whether it is only what a lock file says, and nothing was verified here.</summary>
    public bool IsClaimed { get; init; }

    /// <summary>Those of the keys that are at hand, to be remembered once the package is accepted.</summary>
    public ImmutableArray<VerificationKey> Keys { get; init; } = [];

    /// <summary>The author's key, or null.</summary>
    public string? KeyId => KeyIds.IsEmpty ? null : KeyIds[0];
}
