using Speckit.Host.Policy.Model;

namespace Speckit.Host.Policy.Evaluation;

/// <summary><c>sandbox</c>, and OSpec's <c>sandbox_execution</c> and <c>resource_limits</c>: what a plugin runs with.</summary>
internal static class SandboxRules
{
    public static (SandboxTier Tier, PolicyLimits Limits) Apply(
        PolicyFile file,
        SandboxTier tier,
        PolicyLimits limits,
        RuleLog log
    )
    {
        if (file.MinimumTier is { } minimum)
        {
            AtLeast(minimum.Value, minimum.Rule, minimum.Location);
        }

        if (file.Security.SandboxExecution is { Value: true } execution)
        {
            AtLeast(SandboxTier.Restricted, execution.Rule, execution.Location);
        }

        foreach (var said in (PolicySetting<PolicyLimits>?[])[file.Limits, file.Security.Limits])
        {
            if (said is not null)
            {
                limits = limits.Tighten(said.Value);
                log.Add(said.Rule, said.Location, RuleOutcome.Limited, $"at most {said.Value}");
            }
        }

        return (tier, limits);

        void AtLeast(SandboxTier wanted, string rule, Manifests.Diagnostics.SourceLocation location)
        {
            tier = wanted > tier ? wanted : tier;
            log.Add(rule, location, RuleOutcome.Limited, $"the sandbox has to be at least '{wanted.ToName()}'");
        }
    }
}
