using Speckit.Host.Consent;
using Speckit.Host.Locking;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Policy;

/// <summary>What each rule says of a plugin.</summary>
public sealed class PolicyEvaluationTests
{
    [Fact]
    public void Evaluate_PolicyOfTheDesign_AllowsWhatSatisfiesEveryRule()
    {
        var decision = PolicyTexts.Policy(PolicyTexts.Jp).Evaluate(PolicyTexts.Subject());

        decision.Verdict.ShouldBe(PolicyVerdict.Allowed);
        decision
            .Rules.Select(r => r.Rule)
            .ShouldBe([
                "plugin_policy.plugins.allowed",
                "plugin_policy.trust.minimum_level",
                "plugin_policy.trust.allowed_signers",
                "plugin_policy.registries.allowed",
                "plugin_policy.capabilities.blocked",
                "plugin_policy.capabilities.require_approval",
            ]);
        decision.Rules.ShouldAllBe(r => r.Outcome == RuleOutcome.Satisfied && r.Location.Line > 1);
    }

    [Theory]
    [InlineData("experimental-x", "plugin_policy.plugins.allowed")]
    [InlineData("other", "plugin_policy.plugins.allowed")]
    [InlineData("@evil/security-scanner", "plugin_policy.plugins.allowed")]
    public void Evaluate_PolicyOfTheDesign_RefusesOtherPlugins(string name, string rule) =>
        RefusedBy(PolicyTexts.Jp, PolicyTexts.Subject(name)).ShouldBe([rule]);

    [Fact]
    public void Evaluate_PolicyOfTheDesign_RefusesEachOtherFault()
    {
        var subject = PolicyTexts.Subject();

        RefusedBy(PolicyTexts.Jp, subject with { Trust = TrustLevel.SelfSigned })
            .ShouldBe(["plugin_policy.trust.minimum_level"]);
        RefusedBy(PolicyTexts.Jp, subject with { Signers = [] }).ShouldBe(["plugin_policy.trust.allowed_signers"]);
        RefusedBy(PolicyTexts.Jp, subject with { Source = "https://evil.example/x.tar.gz" })
            .ShouldBe(["plugin_policy.registries.allowed"]);
        RefusedBy(PolicyTexts.Jp, subject with { Source = "path:../x" }).ShouldBe(["plugin_policy.registries.allowed"]);
        RefusedBy(PolicyTexts.Jp, subject with { Source = "" }).ShouldBe(["plugin_policy.registries.allowed"]);
    }

    [Fact]
    public void Evaluate_BlockedCapability_IsTakenAndThePluginStays()
    {
        var decision = PolicyTexts
            .Policy("plugin_policy: { capabilities: { blocked: [subprocess, 'filesystem.*'] } }")
            .Evaluate(PolicyTexts.Subject() with { Capabilities = ["backlog.read", "filesystem.write", "subprocess"] });

        decision.Verdict.ShouldBe(PolicyVerdict.Allowed);
        decision.DeniedCapabilities.ShouldBe(["filesystem.write", "subprocess"]);
        decision.Restrict(["backlog.read", "filesystem.write"]).ShouldBe(["backlog.read"]);
        decision.Rules.Select(r => r.Capability).ShouldBe(["filesystem.write", "subprocess"]);
    }

    [Fact]
    public void Evaluate_CapabilityThatNeedsApproval_Waits()
    {
        var decision = PolicyTexts
            .Policy(PolicyTexts.Jp)
            .Evaluate(PolicyTexts.Subject() with { Capabilities = ["network", "subprocess"] });

        decision.Verdict.ShouldBe(PolicyVerdict.NeedsApproval);
        decision.RequiresApproval.ShouldBe(["network"]);
        decision.DeniedCapabilities.ShouldBe(["subprocess"]);
    }

    [Theory]
    // A blocked exact name comes before what is allowed, and that before a blocked pattern.
    [InlineData("[a]", "[a]", "a", false)]
    [InlineData("['*']", "[a]", "a", false)]
    [InlineData("[experimental-a]", "['experimental-*']", "experimental-a", true)]
    [InlineData("['experimental-*']", "['experimental-*']", "experimental-a", true)]
    [InlineData("[a]", "['*']", "a", true)]
    [InlineData("[a]", "['*']", "b", false)]
    [InlineData("[a]", null, "b", false)]
    [InlineData("[]", null, "a", false)]
    [InlineData(null, "[]", "a", true)]
    [InlineData(null, "[b]", "a", true)]
    [InlineData(null, "['*']", "a", false)]
    [InlineData(null, "['*']", "@s/a", false)]
    public void Evaluate_AllowedAndBlocked_InThatOrder(string? allowed, string? blocked, string name, bool expected)
    {
        var lists = string.Join(
            ", ",
            new[]
            {
                allowed is null ? null : $"allowed: {allowed}",
                blocked is null ? null : $"blocked: {blocked}",
            }.OfType<string>()
        );
        var decision = PolicyTexts
            .Policy($"plugin_policy: {{ plugins: {{ {lists} }} }}")
            .Evaluate(PolicyTexts.Subject(name));

        (decision.Verdict == PolicyVerdict.Allowed).ShouldBe(expected);
        decision.Rules.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("[security-team@company.com]", true)]
    [InlineData("['*@company.com']", true)]
    [InlineData("['*@company.co']", false)]
    [InlineData("[Security-Team@company.com]", false)]
    [InlineData("[]", false)]
    [InlineData("[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]", true)]
    [InlineData("[bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb]", false)]
    public void Evaluate_AllowedSigners_AreNamesPatternsOrKeys(string allowed, bool expected)
    {
        var policy = PolicyTexts.Policy($"plugin_policy: {{ trust: {{ allowed_signers: {allowed} }} }}");

        (policy.Evaluate(PolicyTexts.Subject()).Verdict == PolicyVerdict.Allowed).ShouldBe(expected);
    }

    [Fact]
    public void Evaluate_RevokedKey_RefusesWhateverElseSigned()
    {
        var text = $"plugin_policy: {{ trust: {{ revoked_keys: [{PolicyTexts.KeyB}] }} }}";
        var subject = PolicyTexts.Subject();

        RefusedBy(text, subject).ShouldBeEmpty();
        RefusedBy(text, subject with { Signers = subject.Signers.Add(new VerifiedSigner("other", PolicyTexts.KeyB)) })
            .ShouldBe(["plugin_policy.trust.revoked_keys"]);
    }

    [Fact]
    public void Evaluate_KeyThatNoNameIsBoundTo_CountsAgainstThePluginAlone()
    {
        var subject = PolicyTexts.Subject() with { Signers = [], KeyIds = [PolicyTexts.KeyB] };

        RefusedBy($"plugin_policy: {{ trust: {{ revoked_keys: [{PolicyTexts.KeyB}] }} }}", subject)
            .ShouldBe(["plugin_policy.trust.revoked_keys"]);
        RefusedBy($"plugin_policy: {{ trust: {{ allowed_signers: [{PolicyTexts.KeyB}] }} }}", subject)
            .ShouldBe(["plugin_policy.trust.allowed_signers"]);
    }

    [Theory]
    [InlineData("@company/audit", TrustLevel.SelfSigned, true)]
    [InlineData("@company/audit", TrustLevel.Unsigned, false)]
    [InlineData("@company2/audit", TrustLevel.Certified, false)]
    [InlineData("audit", TrustLevel.Certified, false)]
    public void Evaluate_AllowedPublishers_HaveTheNameAndASignature(string name, TrustLevel trust, bool expected)
    {
        var policy = PolicyTexts.Policy("registry: { security: { allowed_publishers: ['@ospec/*', '@company/*'] } }");

        (policy.Evaluate(PolicyTexts.Subject(name) with { Trust = trust }).Verdict == PolicyVerdict.Allowed).ShouldBe(
            expected
        );
    }

    [Theory]
    [InlineData(TrustLevel.Unsigned, false)]
    [InlineData(TrustLevel.SelfSigned, true)]
    public void Evaluate_SignatureVerification_IsAtLeastSelfSigned(TrustLevel trust, bool expected) =>
        RefusedBy(
            "registry: { security: { signature_verification: true } }",
            PolicyTexts.Subject() with
            {
                Trust = trust,
            }
        )
            .Length.ShouldBe(expected ? 0 : 1);

    [Fact]
    public void Evaluate_Ospec_SetsTierAndLimits()
    {
        var decision = PolicyTexts.Policy(PolicyTexts.Ospec).Evaluate(PolicyTexts.Subject("@company/audit"));

        decision.Verdict.ShouldBe(PolicyVerdict.Allowed);
        decision.MinimumTier.ShouldBe(SandboxTier.Restricted);
        decision.Limits.ShouldBe(
            new PolicyLimits
            {
                MemoryMb = 512,
                CpuPercent = 10,
                Network = NetworkAccess.Restricted,
            }
        );
    }

    [Fact]
    public void Evaluate_NoNetworkAccess_TakesTheCapability() =>
        PolicyTexts
            .Policy("registry: { security: { resource_limits: { network_access: none } } }")
            .Evaluate(PolicyTexts.Subject() with { Capabilities = ["filesystem.read", "network"] })
            .DeniedCapabilities.ShouldBe(["network"]);

    [Fact]
    public void Evaluate_OnlyTheName_AnswersWhatItCanAndRefusesTheRest()
    {
        var subject = PolicySubject.OfName(PluginName.Parse("security-scanner"), PolicyMoment.Review);

        var decision = PolicyTexts.Policy(PolicyTexts.Jp).Evaluate(subject);

        decision.HasUnknowns.ShouldBeTrue();
        decision.Verdict.ShouldBe(PolicyVerdict.Refused);
        decision
            .Rules.Where(r => r.Outcome == RuleOutcome.Satisfied)
            .Select(r => r.Rule)
            .ShouldBe(["plugin_policy.plugins.allowed"]);
        decision.Rules.Count(r => r.Outcome == RuleOutcome.Unknown).ShouldBe(5);
    }

    [Fact]
    public void OfLocked_LockFileOfACheckout_IsNotBelieved()
    {
        var locked = new LockedPlugin
        {
            Version = SemanticVersion.Parse("1.0.0"),
            Dialect = ManifestDialect.Speckit,
            Resolved = "https://plugins.speckit.dev/x.tar.gz",
            Archive = PolicyTexts.Tree,
            Tree = PolicyTexts.Tree,
            Trust = TrustLevel.Certified,
            Signer = "security-team@company.com",
            KeyId = PolicyTexts.KeyA,
        };
        var name = PluginName.Parse("security-scanner");
        var verified = new Consented(locked.Tree, [])
        {
            Trust = locked.Trust,
            Signer = locked.Signer,
            KeyId = locked.KeyId,
        };

        RefusedBy(PolicyTexts.Jp, PolicySubject.OfLocked(name, locked, PolicyMoment.Run, verified)).ShouldBeEmpty();
        RefusedBy(PolicyTexts.Jp, PolicySubject.OfLocked(name, locked, PolicyMoment.Run, consent: null))
            .ShouldBe(["plugin_policy.trust.minimum_level", "plugin_policy.trust.allowed_signers"]);
    }

    private static string[] RefusedBy(string text, PolicySubject subject) =>
        [
            .. PolicyTexts
                .Policy(text)
                .Evaluate(subject)
                .Rules.Where(r => r.Outcome == RuleOutcome.Refused)
                .Select(r => r.Rule),
        ];
}
