using Speckit.Packaging.Plugins;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Acquisition;

/// <summary>An archive on this machine, inspected and verified, ready to be installed.</summary>
/// <param name="ArchivePath">Where it is.</param>
/// <param name="Package">What it holds.</param>
/// <param name="Resolved">Where it came from, for the lock file.</param>
/// <param name="Origin">How far its origin was verified.</param>
public sealed record AcquiredPackage(string ArchivePath, PluginPackage Package, string Resolved, PackageOrigin Origin);

/// <summary>How far a package's origin was verified.</summary>
/// <param name="Trust">The level.</param>
/// <param name="Signer">Who signed it, or null.</param>
/// <param name="KeyId">The key that signed it, or null.</param>
public sealed record PackageOrigin(TrustLevel Trust, string? Signer, string? KeyId)
{
    /// <summary>Nobody vouches for it.</summary>
    public static PackageOrigin Unsigned { get; } = new(TrustLevel.Unsigned, null, null);
}
