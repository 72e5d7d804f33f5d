using Speckit.Host.Policy.Model;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Policy.Evaluation;

/// <summary>Collects what the rules of one layer come to.</summary>
internal sealed class RuleLog(PolicyLayer layer, List<AppliedRule> rules)
{
    public void Add(string rule, SourceLocation location, RuleOutcome outcome, string explanation) =>
        rules.Add(new AppliedRule(layer, rule, location, outcome, explanation));

    public void Add(PolicyList list, PolicyEntry? entry, RuleOutcome outcome, string explanation) =>
        Add(list.Rule, entry?.Location ?? list.Location, outcome, explanation);

    public void AddUnknown(PolicyList list, string what) =>
        Add(list, null, RuleOutcome.Unknown, $"{what} is not known yet");

    public void AddCapability(PolicyList list, PolicyEntry entry, RuleOutcome outcome, string id, string explanation) =>
        rules.Add(new AppliedRule(layer, list.Rule, entry.Location, outcome, explanation) { Capability = id });
}
