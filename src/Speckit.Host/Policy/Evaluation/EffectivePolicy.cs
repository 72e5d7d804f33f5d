using System.Collections.Immutable;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Model;

namespace Speckit.Host.Policy.Evaluation;

/// <summary>The policies of all layers as one. Each layer is asked by itself and all must agree, which is why a layer can tighten and never
/// loosen: the strictest level and tier, what all lists allow, what any list blocks, the least of each limit.</summary>
/// <param name="files">The policies, from the machine's to the project's.</param>
public sealed class EffectivePolicy(ImmutableArray<PolicyFile> files)
{
    private readonly Approvers _approvers = new(files);

    /// <summary>The policies it is made of.</summary>
    public ImmutableArray<PolicyFile> Files => files;

    /// <summary>Who may approve.</summary>
    public Approvers Approvers => _approvers;

    /// <summary>Asks every rule.</summary>
    /// <param name="subject">The plugin.</param>
    /// <param name="approvals">Approvals that are current and whose signatures are right; whether they count is decided here.</param>
    public PolicyDecision Evaluate(PolicySubject subject, ImmutableArray<Approval> approvals = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var log = new List<AppliedRule>();
        var tier = SandboxTier.Process;
        var limits = PolicyLimits.None;
        foreach (var file in files)
        {
            var rules = new RuleLog(file.Layer, log);
            NameRules.Apply(file, subject, rules);
            TrustRules.Apply(file, subject, rules);
            SourceRules.Apply(file, subject, rules);
            CapabilityRules.Apply(file, subject, approvals.IsDefault ? [] : approvals, _approvers, rules);
            (tier, limits) = SandboxRules.Apply(file, tier, limits, rules);
        }

        var denied = limits.Network == NetworkAccess.None ? CapabilityRules.DenyNetwork(subject) : [];
        return new PolicyDecision
        {
            Verdict = VerdictOf(log),
            Rules = [.. log],
            DeniedCapabilities = Capabilities(log, RuleOutcome.Denied, denied),
            RequiresApproval = Capabilities(log, RuleOutcome.NeedsApproval, []),
            MinimumTier = tier,
            Limits = limits,
        };
    }

    private static PolicyVerdict VerdictOf(List<AppliedRule> rules) =>
        rules.Exists(r => r.Outcome is RuleOutcome.Refused or RuleOutcome.Unknown) ? PolicyVerdict.Refused
        : rules.Exists(r => r.Outcome == RuleOutcome.NeedsApproval) ? PolicyVerdict.NeedsApproval
        : PolicyVerdict.Allowed;

    private static ImmutableArray<string> Capabilities(
        List<AppliedRule> rules,
        RuleOutcome outcome,
        IEnumerable<string> more
    ) =>
        [
            .. rules
                .Where(r => r.Outcome == outcome)
                .Select(r => r.Capability)
                .OfType<string>()
                .Concat(more)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
}
