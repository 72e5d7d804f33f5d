using Speckit.Host.Locking;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;

namespace Speckit.Host.Vendoring;

/// <summary>A package that a vendored folder holds, verified.</summary>
/// <param name="Locked">What the lock file says of it.</param>
/// <param name="Package">What is in its archive.</param>
/// <param name="ArchivePath">Where the archive is now.</param>
/// <param name="Signature">Its signature, or null when it is unsigned.</param>
internal sealed record VendoredPackage(
    LockedPlugin Locked,
    PluginPackage Package,
    string ArchivePath,
    VendoredSignature? Signature
);

/// <summary>The signature of a vendored package, and the key that it was verified with.</summary>
/// <param name="Envelope">The bytes of the envelope.</param>
/// <param name="Key">The key.</param>
/// <param name="Verified">What was signed.</param>
internal sealed record VendoredSignature(byte[] Envelope, VerificationKey Key, VerifiedSignature Verified);
