using System.Collections.Immutable;

namespace Speckit.Host.Consent;

/// <summary>What a user consented to for one plugin.</summary>
/// <param name="Tree">The digest of the tree that was consented to: other code needs another consent.</param>
/// <param name="Capabilities">The capabilities that were shown and accepted.</param>
public sealed record Consented(string Tree, ImmutableArray<string> Capabilities);
