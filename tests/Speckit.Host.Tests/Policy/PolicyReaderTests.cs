using Speckit.Host.Policy.Model;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Policy;

/// <summary>Reading policy.yaml: everything that is understood, and that nothing else is.</summary>
public sealed class PolicyReaderTests
{
    [Fact]
    public void Read_PolicyOfTheDesign_HasEveryRule()
    {
        var policy = PolicyTexts.File(PolicyTexts.Jp);

        policy.MinimumTrust!.Value.ShouldBe(TrustLevel.Verified);
        policy.MinimumTrust.Rule.ShouldBe("plugin_policy.trust.minimum_level");
        policy.MinimumTrust.Location.Line.ShouldBe(5);
        Texts(policy.AllowedSigners).ShouldBe(["security-team@company.com", "approved-vendor@example.com"]);
        Texts(policy.BlockedCapabilities).ShouldBe(["subprocess"]);
        Texts(policy.ApprovalCapabilities).ShouldBe(["network"]);
        Texts(policy.AllowedRegistries)
            .ShouldBe(["https://plugins.speckit.dev", "https://internal.company.com/plugins"]);
        Texts(policy.BlockedRegistries).ShouldBe(["*"]);
        Texts(policy.AllowedPlugins).ShouldBe(["security-scanner", "jira-sync"]);
        Texts(policy.BlockedPlugins).ShouldBe(["experimental-*"]);
        policy.AllowedPlugins!.Entries[1].Location.Line.ShouldBe(29);
        policy.AdminKeys.ShouldBeNull();
    }

    [Fact]
    public void Read_SecurityOfOspec_HasEveryRuleAndSaysWhatNothingActsOn()
    {
        var read = PolicyTexts.Read(PolicyTexts.Ospec);

        var security = read.Value.Security;
        security.SignatureVerification!.Value.ShouldBeTrue();
        Texts(security.AllowedPublishers).ShouldBe(["@ospec/*", "@company/*"]);
        security.CodeScanning!.Value.ShouldBeTrue();
        security.VulnerabilityDatabase!.Value.ShouldBe("npm-audit");
        security.SandboxExecution!.Value.ShouldBeTrue();
        security.Limits!.Value.ToString().ShouldBe("memory_mb 512, cpu_percent 10, network_access restricted");
        read.Diagnostics.Select(d => (d.Code, d.Location!.Line)).ShouldBe([("SPK8010", 8), ("SPK8010", 9)]);
    }

    [Fact]
    public void Read_Sandbox_HasTierAndLimits()
    {
        var policy = PolicyTexts.File(
            """
            plugin_policy:
              sandbox:
                minimum_tier: full
                limits: { memory_mb: 1, cpu_percent: 200, timeout: 30, processes: 4, open_files: 64, output_mb: 8, network_access: none }
            """
        );

        policy.MinimumTier!.Value.ShouldBe(SandboxTier.Full);
        policy
            .Limits!.Value.ToString()
            .ShouldBe(
                "memory_mb 1, cpu_percent 200, timeout 30, processes 4, open_files 64, output_mb 8, network_access none"
            );
    }

    [Fact]
    public void Read_AdminKeys_TakesIdsTextsAndFiles()
    {
        using var folder = new Support.TempFolder();
        using var inline = SigningKey.Generate();
        using var filed = SigningKey.Generate();
        File.WriteAllText(folder.At("admin.pem"), filed.PublicKey.Pem);
        var text = $"""
            plugin_policy:
              approvals:
                admin_keys:
                  - name: by id
                    keyid: {PolicyTexts.KeyA}
                  - name: by text
                    public_key: |
                      {inline.PublicKey.Pem.TrimEnd().Replace("\n", "\n          ")}
                  - name: by file
                    public_key: admin.pem
            """;

        var read = Host.Policy.Reading.PolicyReader.Read(
            PolicyLayer.User,
            "policy.yaml",
            folder.Path,
            System.Text.Encoding.UTF8.GetBytes(text)
        );

        read.Succeeded.ShouldBeTrue(string.Join("; ", read.Diagnostics));
        read.Value.AdminKeys!.Value.Select(k => (k.Name, k.KeyId))
            .ShouldBe([
                ("by id", PolicyTexts.KeyA),
                ("by text", inline.PublicKey.KeyId),
                ("by file", filed.PublicKey.KeyId),
            ]);
    }

    [Theory]
    [InlineData("", "SPK1025")]
    [InlineData("# only a comment", "SPK1025")]
    [InlineData("- a list", "SPK1025")]
    [InlineData("plugin_policy:", "SPK1025")]
    [InlineData("plugin_policy: { trust: }", "SPK1025")]
    [InlineData("plugin_policy: { trust: { minimum_level: } }", "SPK1025")]
    [InlineData("plugin_policy: { plugins: { blocked: } }", "SPK1025")]
    [InlineData("plugin_policy: { plugins: { blocked: evil } }", "SPK1025")]
    [InlineData("plugin_polcy: {}", "SPK1023")]
    [InlineData("plugin_policy: { plugin: {} }", "SPK1023")]
    [InlineData("plugin_policy: { trust: { minimum: verified } }", "SPK1023")]
    [InlineData("plugin_policy: { capabilities: { allowed: [network] } }", "SPK1023")]
    [InlineData("plugin_policy: { registries: { block: ['*'] } }", "SPK1023")]
    [InlineData("plugin_policy: { sandbox: { limits: { memory: 5 } } }", "SPK1023")]
    [InlineData("registry: { security: { signatures: true } }", "SPK1023")]
    [InlineData("registry: { url: x }", "SPK1023")]
    [InlineData("plugin_policy: { trust: { minimum_level: Verified } }", "SPK1030")]
    [InlineData("plugin_policy: { trust: { minimum_level: 2 } }", "SPK1025")]
    [InlineData("plugin_policy: { sandbox: { minimum_tier: strict } }", "SPK1030")]
    [InlineData("plugin_policy: { sandbox: { limits: { memory_mb: 0 } } }", "SPK1026")]
    [InlineData("plugin_policy: { sandbox: { limits: { memory_mb: -1 } } }", "SPK1026")]
    [InlineData("plugin_policy: { sandbox: { limits: { memory_mb: 1.5 } } }", "SPK1026")]
    [InlineData("plugin_policy: { sandbox: { limits: { memory_mb: 9007199254740991 } } }", "SPK1026")]
    [InlineData("plugin_policy: { sandbox: { limits: { memory_mb: '512' } } }", "SPK1025")]
    [InlineData("plugin_policy: { sandbox: { limits: { network_access: some } } }", "SPK1030")]
    [InlineData("registry: { security: { signature_verification: 'true' } }", "SPK1025")]
    [InlineData("plugin_policy: { capabilities: { blocked: [subproces] } }", "SPK1031")]
    [InlineData("plugin_policy: { capabilities: { blocked: [file.*] } }", "SPK1031")]
    [InlineData("plugin_policy: { plugins: { blocked: [Evil] } }", "SPK8005")]
    [InlineData("plugin_policy: { plugins: { blocked: ['a b'] } }", "SPK8005")]
    [InlineData("plugin_policy: { plugins: { blocked: ['**/x'] } }", "SPK8005")]
    [InlineData("plugin_policy: { plugins: { blocked: ['evil?'] } }", "SPK8005")]
    [InlineData("plugin_policy: { trust: { allowed_signers: ['a?b'] } }", "SPK8005")]
    [InlineData("plugin_policy: { trust: { revoked_keys: [abc] } }", "SPK8005")]
    [InlineData("plugin_policy: { registries: { allowed: [plugins.example.com] } }", "SPK8005")]
    [InlineData("plugin_policy: { registries: { allowed: ['https://'] } }", "SPK8005")]
    [InlineData("plugin_policy: { registries: { allowed: ['https://user@host'] } }", "SPK8005")]
    [InlineData("plugin_policy: { registries: { allowed: ['https://good.example@*'] } }", "SPK8005")]
    [InlineData("plugin_policy: { registries: { allowed: ['ftp://host'] } }", "SPK8005")]
    [InlineData("plugin_policy: { registries: { allowed: ['*.example.com'] } }", "SPK8005")]
    [InlineData("plugin_policy: { approvals: { admin_keys: [{ name: a }] } }", "SPK1037")]
    [InlineData("plugin_policy: { approvals: { admin_keys: [{ name: a, keyid: abc }] } }", "SPK8006")]
    [InlineData("plugin_policy: { approvals: { admin_keys: [{ name: a, public_key: absent.pem }] } }", "SPK8006")]
    [InlineData("plugin_policy: { approvals: { admin_keys: [{ name: a, public_key: '-----BEGIN x' }] } }", "SPK8006")]
    [InlineData("plugin_policy: { approvals: { admin_keys: [text] } }", "SPK1025")]
    [InlineData("plugin_policy: {}\nplugin_policy: {}", "SPK1006")]
    [InlineData("plugin_policy: {}\n---\nplugin_policy: {}", "SPK1005")]
    [InlineData("plugin_policy: [", "SPK1001")]
    public void Read_Mistake_IsRefusedWithItsPlace(string text, string code)
    {
        var read = PolicyTexts.Read(text);

        read.Succeeded.ShouldBeFalse();
        var mistake = read.Diagnostics.First();
        mistake.Code.ShouldBe(code);
        mistake.Location.ShouldNotBeNull().File.ShouldBe("policy.yaml");
        mistake.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Read_KeyWithoutName_IsRefused() =>
        PolicyTexts
            .Read($"plugin_policy: {{ approvals: {{ admin_keys: [{{ keyid: {PolicyTexts.KeyA} }}] }} }}")
            .Diagnostics.ShouldHaveSingleItem()
            .Code.ShouldBe("SPK1024");

    [Fact]
    public void Read_SeveralMistakes_AreToldInOneGo() =>
        PolicyTexts
            .Read("plugin_policy:\n  trust: { minimum_level: most }\n  capabilities: { blocked: [x] }\nregistr: {}\n")
            .Diagnostics.Select(d => (d.Code, d.Location!.Line))
            .ShouldBe([("SPK1030", 2), ("SPK1031", 3), ("SPK1023", 4)]);

    [Fact]
    public void Read_BlockedPatternWithinAllowedPattern_IsWarnedOf()
    {
        var read = PolicyTexts.Read(
            "plugin_policy: { plugins: { allowed: ['@acme/*', experimental-good], blocked: ['@acme/beta-*', 'experimental-*'] } }"
        );

        read.Succeeded.ShouldBeTrue();
        var warning = read.Diagnostics.ShouldHaveSingleItem();
        warning.Code.ShouldBe("SPK8011");
        warning.Message.ShouldContain("'@acme/beta-*'");
    }

    [Fact]
    public void Read_RulesThatSayFalseOrNothing_ConstrainNothing() =>
        new Host.Policy.Evaluation.EffectivePolicy([
            PolicyTexts.File("plugin_policy: {}"),
            PolicyTexts.File("registry: { security: { signature_verification: false, sandbox_execution: false } }"),
        ])
            .Evaluate(PolicyTexts.Subject() with { Trust = TrustLevel.Unsigned, Signers = [] })
            .Rules.ShouldBeEmpty();

    private static IEnumerable<string> Texts(PolicyList? list) => list!.Entries.Select(e => e.Text);
}
