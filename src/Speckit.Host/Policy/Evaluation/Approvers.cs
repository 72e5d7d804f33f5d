using System.Collections.Immutable;
using Speckit.Host.Policy.Model;

namespace Speckit.Host.Policy.Evaluation;

/// <summary>Who may approve. A demand is satisfied by keys of its own layer or one above it, and never by the project's alone: a checkout does
/// not appoint its administrator, nor a user the machine's. Every other layer that lists keys restricts them further.</summary>
public sealed class Approvers
{
    private readonly ImmutableArray<PolicyFile> _files;
    private readonly ImmutableArray<PolicyLayer> _listing;
    private readonly ImmutableArray<AdminKey> _keys;

    /// <summary>Takes the keys from the policies.</summary>
    public Approvers(ImmutableArray<PolicyFile> files)
    {
        _files = files;
        var lists = files.Where(f => f.AdminKeys is not null).ToArray();
        var revoked = files
            .SelectMany(f => f.RevokedKeys?.Entries ?? [], (_, key) => key.Text)
            .ToHashSet(StringComparer.Ordinal);
        _listing = [.. lists.Select(f => f.Layer)];
        _keys =
            lists.Length == 0
                ? []
                :
                [
                    .. lists[0]
                        .AdminKeys!.Value.Where(k =>
                            !revoked.Contains(k.KeyId)
                            && lists.All(l => l.AdminKeys!.Value.Any(other => other.KeyId == k.KeyId))
                        ),
                ];
    }

    /// <summary>The key, if it may satisfy a demand of that layer.</summary>
    public AdminKey? Find(string keyId, PolicyLayer demand) =>
        _listing.Any(layer => layer != PolicyLayer.Project && layer <= demand)
            ? _keys.FirstOrDefault(k => k.KeyId == keyId)
            : null;

    /// <summary>The key, if it may satisfy every demand for approval of one of those capabilities.</summary>
    public AdminKey? Find(string keyId, ImmutableArray<string> capabilities)
    {
        var demanding = _files
            .Where(f => f.ApprovalCapabilities?.Entries.Any(e => capabilities.Any(c => NameMatch.Whole(e, c))) ?? false)
            .Select(f => f.Layer)
            .DefaultIfEmpty(PolicyLayer.Project);
        return Find(keyId, demanding.Min());
    }

    /// <summary>Whether a key may satisfy a demand of that layer.</summary>
    public bool May(string keyId, PolicyLayer demand) => Find(keyId, demand) is not null;

    /// <summary>Whether anybody may satisfy a demand of that layer.</summary>
    public bool Any(PolicyLayer demand) => _keys.Any(k => May(k.KeyId, demand));
}
