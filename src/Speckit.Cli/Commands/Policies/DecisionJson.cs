using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;

namespace Speckit.Cli.Commands.Policies;

/// <summary>Decisions as data.</summary>
internal static class DecisionJson
{
    internal static JsonObject Of(PolicySubject subject, PolicyDecision decision) =>
        new()
        {
            ["plugin"] = subject.Name.ToString(),
            ["version"] = subject.Version.Length == 0 ? null : subject.Version,
            ["verdict"] = NameOf(decision),
            ["deniedCapabilities"] = JsonLists.Of(decision.DeniedCapabilities),
            ["requiresApproval"] = JsonLists.Of(decision.RequiresApproval),
            ["minimumTier"] = decision.MinimumTier.ToName(),
            ["limits"] = Limits(decision.Limits),
            ["rules"] = new JsonArray([.. decision.Rules.Select(Rule)]),
        };

    /// <summary><c>unknown</c> where no rule forbids the plugin and some cannot be answered.</summary>
    internal static string NameOf(PolicyDecision decision) =>
        decision.Verdict switch
        {
            PolicyVerdict.Allowed => "allowed",
            PolicyVerdict.NeedsApproval => "needs-approval",
            _ => decision.Rules.Any(r => r.Outcome == RuleOutcome.Refused) ? "refused" : "unknown",
        };

    internal static string NameOf(RuleOutcome outcome) =>
        outcome switch
        {
            RuleOutcome.Satisfied => "satisfied",
            RuleOutcome.Limited => "limited",
            RuleOutcome.Denied => "denied",
            RuleOutcome.NeedsApproval => "needs-approval",
            RuleOutcome.Unknown => "unknown",
            _ => "refused",
        };

    private static JsonObject Limits(PolicyLimits limits)
    {
        var json = new JsonObject();
        foreach (var (name, value) in limits.Items())
        {
            json[name] = int.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : value;
        }

        return json;
    }

    private static JsonNode Rule(AppliedRule rule) =>
        new JsonObject
        {
            ["layer"] = rule.Layer.ToName(),
            ["rule"] = rule.Rule,
            ["outcome"] = NameOf(rule.Outcome),
            ["capability"] = rule.Capability,
            ["explanation"] = rule.Explanation,
            ["file"] = rule.Location.File,
            ["line"] = rule.Location.Line,
            ["column"] = rule.Location.Column,
        };
}
