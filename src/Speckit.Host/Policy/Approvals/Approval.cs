using System.Collections.Immutable;

namespace Speckit.Host.Policy.Approvals;

/// <summary>An administrator's word that one plugin may have some capabilities. Its signature was verified; whether the key may approve
/// is the policy's to say.</summary>
/// <param name="Plugin">The plugin's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Tree">The digest of exactly the files that were approved, <c>sha256:…</c>.</param>
/// <param name="Capabilities">The capabilities that were approved.</param>
/// <param name="KeyId">The key that signed.</param>
/// <param name="ApprovedBy">Whose key it is, in the words of the policy it was approved under.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="Expires">When it ends to count; null for never.</param>
public sealed record Approval(
    string Plugin,
    string Version,
    string Tree,
    ImmutableArray<string> Capabilities,
    string KeyId,
    string ApprovedBy,
    DateTimeOffset ApprovedAt,
    DateTimeOffset? Expires
)
{
    /// <summary>Whether it still counts.</summary>
    public bool IsCurrent(DateTimeOffset now) => Expires is not { } end || now < end;
}
