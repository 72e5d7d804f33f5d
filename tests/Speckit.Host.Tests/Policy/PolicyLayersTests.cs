using System.Collections.Immutable;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Policy;

/// <summary>Layers only tighten.</summary>
public sealed class PolicyLayersTests
{
    private const int Rounds = 4000;

    private static readonly PolicyLayer[] Layers = [PolicyLayer.System, PolicyLayer.User, PolicyLayer.Project];

    [Fact]
    public void Evaluate_AnyLayerAdded_NeverLoosens()
    {
        var random = new RandomPolicies(20261124);
        var seen = new HashSet<(PolicyVerdict, PolicyVerdict)>();
        for (var i = 0; i < Rounds; i++)
        {
            var all = Layers.Select(random.Policy).ToImmutableArray();
            var less = all.RemoveAt(random.Next(all.Length));
            var subject = random.Subject();

            var before = new EffectivePolicy(less).Evaluate(subject);
            var after = new EffectivePolicy(all).Evaluate(subject);

            IsTighter(after, before).ShouldBeTrue($"round {i}: {subject}");
            seen.Add((before.Verdict, after.Verdict));
        }

        // The sample is worth something: everything that may happen did.
        seen.Count.ShouldBe(6);
    }

    [Fact]
    public void Evaluate_LowerLayerAdded_NeverLoosensWithApprovalsEither()
    {
        var random = new RandomPolicies(7);
        var approved = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var all = Layers.Select(random.Policy).ToImmutableArray();
            var upper = all[..(1 + random.Next(2))];
            var subject = random.Subject();
            var approvals = random.Approvals(subject);

            var before = new EffectivePolicy(upper).Evaluate(subject, approvals);
            var after = new EffectivePolicy(all).Evaluate(subject, approvals);

            IsTighter(after, before).ShouldBeTrue($"round {i}: {subject}");
            approved += after.Rules.Any(r => r.Explanation.Contains("was approved by")) ? 1 : 0;
        }

        approved.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Evaluate_Rules_DecideTheVerdict()
    {
        var random = new RandomPolicies(3);
        for (var i = 0; i < Rounds; i++)
        {
            var decision = new EffectivePolicy([random.Policy(PolicyLayer.User)]).Evaluate(random.Subject());

            var worst = decision.Rules.Select(r => r.Outcome).DefaultIfEmpty(RuleOutcome.Satisfied).Max();
            decision.Verdict.ShouldBe(
                worst >= RuleOutcome.Unknown ? PolicyVerdict.Refused
                : worst == RuleOutcome.NeedsApproval ? PolicyVerdict.NeedsApproval
                : PolicyVerdict.Allowed
            );
        }
    }

    [Fact]
    public void Evaluate_ProjectAllowsWhatTheMachineBlocks_IsRefusedByTheMachine()
    {
        var policy = new EffectivePolicy([
            PolicyTexts.File("plugin_policy: { plugins: { blocked: ['experimental-*'] } }", PolicyLayer.System),
            PolicyTexts.File("plugin_policy: { plugins: { allowed: [experimental-a] } }"),
        ]);

        var decision = policy.Evaluate(PolicyTexts.Subject("experimental-a"));

        decision.Verdict.ShouldBe(PolicyVerdict.Refused);
        decision
            .Rules.Select(r => (r.Layer, r.Outcome))
            .ShouldBe([(PolicyLayer.System, RuleOutcome.Refused), (PolicyLayer.Project, RuleOutcome.Satisfied)]);
    }

    [Fact]
    public void Evaluate_LimitsOfSeveralLayers_AreTheLeastOfEach()
    {
        var policy = new EffectivePolicy([
            PolicyTexts.File(
                "plugin_policy: { sandbox: { minimum_tier: restricted, limits: { memory_mb: 512, timeout: 5 } } }",
                PolicyLayer.System
            ),
            PolicyTexts.File(
                "registry: { security: { resource_limits: { memory_mb: 64, network_access: full } } }",
                PolicyLayer.User
            ),
            PolicyTexts.File("plugin_policy: { sandbox: { minimum_tier: process, limits: { timeout: 900 } } }"),
        ]);

        var decision = policy.Evaluate(PolicyTexts.Subject());

        decision.MinimumTier.ShouldBe(SandboxTier.Restricted);
        decision.Limits.ToString().ShouldBe("memory_mb 64, timeout 5, network_access full");
    }

    private static bool IsTighter(PolicyDecision after, PolicyDecision before) =>
        after.Verdict >= before.Verdict
        && after.MinimumTier >= before.MinimumTier
        && before.DeniedCapabilities.All(c => after.DeniedCapabilities.Contains(c))
        && before.RequiresApproval.All(c => after.RequiresApproval.Contains(c))
        && after.Limits.Tighten(before.Limits) == after.Limits
        && Capability
            .All.Select(c => c.Id)
            .Where(c => after.Restrict([c]).Length > 0)
            .All(c => before.Restrict([c]).Length > 0);
}
