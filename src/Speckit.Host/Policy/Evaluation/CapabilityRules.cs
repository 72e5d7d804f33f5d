using System.Collections.Immutable;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Model;

namespace Speckit.Host.Policy.Evaluation;

/// <summary><c>capabilities</c>: what plugins may not do, and what an administrator has to approve. A capability that is blocked in one place
/// and needs approval in another needs both rules obeyed: no layer can spare a plugin the approval by taking the capability.</summary>
internal static class CapabilityRules
{
    public static void Apply(
        PolicyFile file,
        PolicySubject subject,
        ImmutableArray<Approval> approvals,
        Approvers approvers,
        RuleLog log
    )
    {
        if (file.BlockedCapabilities is { } blocked)
        {
            foreach (var (id, entry) in Matches(blocked, subject, log))
            {
                log.AddCapability(
                    blocked,
                    entry,
                    RuleOutcome.Denied,
                    id,
                    $"{id} is blocked: the plugin runs without it"
                );
            }
        }

        if (file.ApprovalCapabilities is { } listed)
        {
            foreach (var (id, entry) in Matches(listed, subject, log))
            {
                var approval = approvals.FirstOrDefault(a =>
                    IsFor(a, subject, id) && approvers.May(a.KeyId, file.Layer)
                );
                log.AddCapability(
                    listed,
                    entry,
                    approval is null ? RuleOutcome.NeedsApproval : RuleOutcome.Satisfied,
                    id,
                    approval is null
                        ? $"{id} needs an administrator's approval"
                        : $"{id} was approved by {approval.ApprovedBy}"
                );
            }
        }
    }

    /// <summary>What <c>network_access: none</c> takes away.</summary>
    public static IEnumerable<string> DenyNetwork(PolicySubject subject) =>
        subject.Capabilities.Where(c => c == Capability.Network);

    private static bool IsFor(Approval approval, PolicySubject subject, string capability) =>
        approval.Plugin == subject.Name.ToString()
        && approval.Version == subject.Version
        && approval.Tree == subject.Tree
        && approval.Capabilities.Contains(capability, StringComparer.Ordinal);

    private static IEnumerable<(string Id, PolicyEntry Entry)> Matches(
        PolicyList list,
        PolicySubject subject,
        RuleLog log
    )
    {
        if (list.Entries.IsEmpty)
        {
            yield break;
        }

        if (subject.IsNameOnly)
        {
            log.AddUnknown(list, "what the plugin asks for");
            yield break;
        }

        var isFree = true;
        foreach (var id in subject.Capabilities)
        {
            if (list.Entries.FirstOrDefault(e => NameMatch.Whole(e, id)) is { } entry)
            {
                isFree = false;
                yield return (id, entry);
            }
        }

        if (isFree)
        {
            log.Add(list, null, RuleOutcome.Satisfied, "the plugin asks for none of these");
        }
    }
}
