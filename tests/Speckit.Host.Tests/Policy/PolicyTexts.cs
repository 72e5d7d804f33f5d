using System.Reflection;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Host.Policy.Reading;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Policy;

/// <summary>Policies and subjects in few words.</summary>
internal static class PolicyTexts
{
    /// <summary>JP design §8.4, to the letter.</summary>
    public const string Jp = """
        # .specify/policy.yaml
        plugin_policy:
          # Trust requirements
          trust:
            minimum_level: verified  # unsigned | self-signed | verified | certified
            allowed_signers:
              - security-team@company.com
              - approved-vendor@example.com

          # Capability restrictions
          capabilities:
            blocked:
              - subprocess  # No shell access
            require_approval:
              - network     # Require admin approval

          # Registry restrictions
          registries:
            allowed:
              - https://plugins.speckit.dev
              - https://internal.company.com/plugins
            blocked:
              - "*"  # Block all others

          # Specific plugin rules
          plugins:
            allowed:
              - security-scanner
              - jira-sync
            blocked:
              - experimental-*
        """;

    /// <summary>OSpec "Plugin Security", to the letter.</summary>
    public const string Ospec = """
        registry:
          security:
            signature_verification: true
            allowed_publishers:
              - "@ospec/*"
              - "@company/*"

            code_scanning: true
            vulnerability_database: "npm-audit"

            sandbox_execution: true
            resource_limits:
              memory_mb: 512
              cpu_percent: 10
              network_access: "restricted"
        """;

    public static string RepositoryRoot { get; } =
        typeof(PolicyTexts)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "RepositoryRoot")
            .Value!;

    public static string Samples { get; } =
        Path.Combine(RepositoryRoot, "tests", "Speckit.Host.Tests", "Policy", "Samples");

    public static readonly string Tree = "sha256:" + new string('a', 64);

    public static readonly string KeyA = new('a', 64);

    public static readonly string KeyB = new('b', 64);

    public static Result<PolicyFile> Read(string text, PolicyLayer layer = PolicyLayer.Project) =>
        PolicyReader.Read(layer, "policy.yaml", Path.GetTempPath(), System.Text.Encoding.UTF8.GetBytes(text));

    public static PolicyFile File(string text, PolicyLayer layer = PolicyLayer.Project)
    {
        var read = Read(text, layer);
        read.Succeeded.ShouldBeTrue(string.Join("; ", read.Diagnostics));
        return read.Value;
    }

    public static EffectivePolicy Policy(string text, PolicyLayer layer = PolicyLayer.Project) =>
        new([File(text, layer)]);

    /// <summary>A plugin that satisfies what most policies ask for.</summary>
    public static PolicySubject Subject(string name = "security-scanner") =>
        new()
        {
            Name = PluginName.Parse(name),
            Moment = PolicyMoment.Install,
            Version = "1.0.0",
            Tree = Tree,
            Trust = TrustLevel.Verified,
            Signers = [new VerifiedSigner("security-team@company.com", KeyA)],
            Source = "https://plugins.speckit.dev/packages/security-scanner-1.0.0.tar.gz",
            Capabilities = ["filesystem.read"],
        };
}
