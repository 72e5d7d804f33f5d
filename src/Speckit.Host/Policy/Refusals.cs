using System.Collections.Immutable;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Policy;

/// <summary>Says why a policy stops a plugin, and what to do.</summary>
internal static class Refusals
{
    /// <summary>One <c>SPK8002</c> for each rule that forbids the plugin.</summary>
    public static ImmutableArray<Diagnostic> Forbidden(PolicySubject subject, PolicyDecision decision) =>
        [
            .. decision
                .Rules.Where(r => r.Outcome is RuleOutcome.Refused or RuleOutcome.Unknown)
                .Select(rule =>
                    PolicyDiagnostics.PolicyRefused.Error(
                        $"{subject} is refused by '{rule.Rule}': {rule.Explanation}.",
                        $"{OwnerOf(rule.Layer)}; 'specify policy explain {subject.Name}' shows every rule",
                        rule.Location
                    )
                ),
        ];

    /// <summary><c>SPK8003</c>, or <c>SPK8004</c> when the answer was no.</summary>
    /// <param name="subject">The plugin.</param>
    /// <param name="policy">The policy that decided.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="answered">The request, with its answers.</param>
    /// <param name="file">Where the request is; null when it is not written.</param>
    public static Diagnostic Pending(
        PolicySubject subject,
        EffectivePolicy policy,
        PolicyDecision decision,
        AnsweredRequest answered,
        string? file
    )
    {
        var rule = decision.Rules.First(r => r.Outcome == RuleOutcome.NeedsApproval);
        if (answered.Denial is { } denial)
        {
            var reason = denial.Reason is { } why ? $": {why}" : "";
            return PolicyDiagnostics.ApprovalDenied.Error(
                $"{subject} was denied by {denial.DeniedBy}{reason}.",
                "ask your administrator; 'specify policy requests' shows the answer",
                rule.Location
            );
        }

        var wanted = string.Join(", ", decision.RequiresApproval);
        var found = answered.Problem is { } problem ? $" {problem.Message}" : WhyNot(answered);
        return PolicyDiagnostics.ApprovalNeeded.Error(
            $"{subject} needs an administrator's approval for {wanted}.{found}",
            WhatToDo(policy, rule.Layer, subject, file),
            rule.Location
        );
    }

    private static string WhatToDo(EffectivePolicy policy, PolicyLayer demand, PolicySubject subject, string? file)
    {
        if (!policy.Approvers.Any(demand))
        {
            var layers = demand == PolicyLayer.System ? "system" : "system or user";
            return $"nobody may approve it: list plugin_policy.approvals.admin_keys in the {layers} policy";
        }

        return file is null
            ? $"'specify plugin enable {subject.Name}' writes the request for an administrator"
            : $"the request is in {file}; an administrator runs 'specify policy approve {file} --key <private.pem>', then run this again";
    }

    private static string WhyNot(AnsweredRequest answered) =>
        answered.Approval is null ? "" : " The approval beside the request has ended, or its key may not approve.";

    private static string OwnerOf(PolicyLayer layer) =>
        layer switch
        {
            PolicyLayer.System => "the rule is this machine's: ask its administrator",
            PolicyLayer.User => "the rule is in your own policy: change it if it is not what you want",
            _ => "the rule is the project's: ask whoever maintains it",
        };
}
