using System.Collections.Immutable;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Consent;

/// <summary>What a user consented to for one plugin.</summary>
/// <param name="Tree">The digest of the tree that was consented to: other code needs another consent.</param>
/// <param name="Capabilities">The capabilities that were shown and accepted.</param>
public sealed record Consented(string Tree, ImmutableArray<string> Capabilities)
{
    /// <summary>How far its origin was verified on this machine; what a lock file says of it may be anybody's claim.</summary>
    public TrustLevel Trust { get; init; } = TrustLevel.Unsigned;

    /// <summary>Who verifiably signed it, or null.</summary>
    public string? Signer { get; init; }

    /// <summary>The key whose signature was verified on this machine, or null.</summary>
    public string? KeyId { get; init; }
}
