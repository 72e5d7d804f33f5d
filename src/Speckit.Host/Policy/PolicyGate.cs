using System.Collections.Immutable;
using Speckit.Host.Audit;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Reading;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Policy;

/// <summary>Stands before install, update, enable and run. Without any policy it costs three looks at the file system.</summary>
public static class PolicyGate
{
    /// <summary>The effective policy of a project on this machine.</summary>
    /// <returns>The policy with the warnings of its files, or <c>SPK8001</c>: what cannot be read forbids everything.</returns>
    public static Result<EffectivePolicy> Load(HostEnvironment host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var loaded = PolicyLoader.Load(host.Project, host.User);
        return loaded.TryGet(out var files)
            ? Result<EffectivePolicy>.Success(new EffectivePolicy(files), loaded.Diagnostics)
            : loaded.Propagate<EffectivePolicy>();
    }

    /// <summary>Decides whether something may happen to a plugin. An approval that is missing is asked for; refusals, and what a policy allowed
    /// to be installed, updated or enabled, are in the audit log when this returns.</summary>
    /// <returns>What the plugin may run with; or why it may not, with <c>SPK8001</c> to <c>SPK8004</c>.</returns>
    /// <exception cref="IOException">The audit log or the request cannot be written.</exception>
    public static async Task<Result<PolicyDecision>> EvaluateAsync(
        HostEnvironment host,
        PolicySubject subject,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(subject);
        var loaded = Load(host);
        if (!loaded.TryGet(out var policy))
        {
            await AuditAsync(host, subject, AuditOutcome.Refused, loaded.Diagnostics[0].Message, cancellationToken);
            return loaded.Propagate<PolicyDecision>();
        }

        if (policy.Files.IsEmpty)
        {
            return PolicyDecision.Unrestricted;
        }

        var decision = Decide(host, policy, subject);
        if (decision.Verdict == PolicyVerdict.Allowed)
        {
            if (subject.Moment != PolicyMoment.Run)
            {
                await AuditAsync(host, subject, AuditOutcome.Allowed, DetailOf(decision), cancellationToken);
            }

            return decision;
        }

        if (decision.Verdict == PolicyVerdict.NeedsApproval)
        {
            new ApprovalStore(host.Project).Ask(RequestOf(host, subject, decision));
        }

        var refusal = WhyNot(host, policy, subject, decision);
        await AuditAsync(host, subject, AuditOutcome.Refused, refusal[0].Message, cancellationToken);
        return Result<PolicyDecision>.Failure(refusal);
    }

    /// <summary>What a policy says of a plugin, with the approvals of the project; nothing is written.</summary>
    public static PolicyDecision Decide(HostEnvironment host, EffectivePolicy policy, PolicySubject subject)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(policy);
        var decision = policy.Evaluate(subject);
        if (decision.RequiresApproval.IsEmpty)
        {
            return decision;
        }

        var approvals = new ApprovalStore(host.Project).Current(host.Time.GetUtcNow());
        return policy.Evaluate(subject, approvals);
    }

    /// <summary>Why a plugin may not, and what to do; nothing for one that may. Nothing is written.</summary>
    /// <returns>One <c>SPK8002</c> for each rule that forbids it, or <c>SPK8003</c> or <c>SPK8004</c> when an approval is missing.</returns>
    public static ImmutableArray<Diagnostic> WhyNot(
        HostEnvironment host,
        EffectivePolicy policy,
        PolicySubject subject,
        PolicyDecision decision
    )
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(decision);
        if (decision.Verdict != PolicyVerdict.NeedsApproval)
        {
            return Refusals.Forbidden(subject, decision);
        }

        var store = new ApprovalStore(host.Project);
        var request = RequestOf(host, subject, decision);
        var file = store.IsAsked(request) ? ApprovalStore.DisplayPath(request) : null;
        return [Refusals.Pending(subject, policy, decision, store.Answered(request), file)];
    }

    private static ApprovalRequest RequestOf(HostEnvironment host, PolicySubject subject, PolicyDecision decision) =>
        new(
            subject.Name,
            subject.Version,
            subject.Tree,
            decision.RequiresApproval,
            host.Time.GetUtcNow(),
            Environment.UserName
        );

    private static string DetailOf(PolicyDecision decision) =>
        decision.DeniedCapabilities.IsEmpty
            ? $"{decision.Rules.Length} rules"
            : $"{decision.Rules.Length} rules, without {string.Join(", ", decision.DeniedCapabilities)}";

    private static Task AuditAsync(
        HostEnvironment host,
        PolicySubject subject,
        AuditOutcome outcome,
        string detail,
        CancellationToken cancellationToken
    ) =>
        host.Audit.AppendAsync(
            new AuditRecord(
                "policy",
                subject.Name.ToString(),
                outcome,
                Target: $"{NameOf(subject.Moment)} {subject.Version}".TrimEnd(),
                Detail: detail
            ),
            cancellationToken
        );

    private static string NameOf(PolicyMoment moment) =>
        moment switch
        {
            PolicyMoment.Install => "install",
            PolicyMoment.Update => "update",
            PolicyMoment.Enable => "enable",
            PolicyMoment.Run => "run",
            _ => "review",
        };
}
