using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Policy.Model;

/// <summary>The rules of one <c>policy.yaml</c> (JP design §8.4; OSpec "Plugin Security"). What is null is not said.</summary>
/// <param name="Layer">Whose it is.</param>
/// <param name="Path">The file as diagnostics name it.</param>
public sealed record PolicyFile(PolicyLayer Layer, string Path)
{
    /// <summary><c>trust.minimum_level</c>.</summary>
    public PolicySetting<TrustLevel>? MinimumTrust { get; init; }

    /// <summary><c>trust.allowed_signers</c>: names of signers, or key ids.</summary>
    public PolicyList? AllowedSigners { get; init; }

    /// <summary><c>trust.revoked_keys</c>: key ids.</summary>
    public PolicyList? RevokedKeys { get; init; }

    /// <summary><c>capabilities.blocked</c>.</summary>
    public PolicyList? BlockedCapabilities { get; init; }

    /// <summary><c>capabilities.require_approval</c>.</summary>
    public PolicyList? ApprovalCapabilities { get; init; }

    /// <summary><c>registries.allowed</c>.</summary>
    public PolicyList? AllowedRegistries { get; init; }

    /// <summary><c>registries.blocked</c>.</summary>
    public PolicyList? BlockedRegistries { get; init; }

    /// <summary><c>plugins.allowed</c>.</summary>
    public PolicyList? AllowedPlugins { get; init; }

    /// <summary><c>plugins.blocked</c>.</summary>
    public PolicyList? BlockedPlugins { get; init; }

    /// <summary><c>sandbox.minimum_tier</c>.</summary>
    public PolicySetting<SandboxTier>? MinimumTier { get; init; }

    /// <summary><c>sandbox.limits</c>.</summary>
    public PolicySetting<PolicyLimits>? Limits { get; init; }

    /// <summary><c>approvals.admin_keys</c>; default when it is not said.</summary>
    public PolicySetting<ImmutableArray<AdminKey>>? AdminKeys { get; init; }

    /// <summary><c>telemetry.enabled</c>: false keeps telemetry off; true turns nothing on, only the user's consent does.</summary>
    public PolicySetting<bool>? Telemetry { get; init; }

    /// <summary><c>registry.security</c>, OSpec's rules.</summary>
    public OspecSecurity Security { get; init; } = new();
}

/// <summary>OSpec's <c>registry.security</c>.</summary>
public sealed record OspecSecurity
{
    /// <summary><c>signature_verification</c>: true is at least self-signed (decisions, 13).</summary>
    public PolicySetting<bool>? SignatureVerification { get; init; }

    /// <summary><c>allowed_publishers</c>: patterns of names, such as <c>@company/*</c>; at least self-signed (decisions, 13).</summary>
    public PolicyList? AllowedPublishers { get; init; }

    /// <summary><c>code_scanning</c>: a wish to the registry; the host does not act on it.</summary>
    public PolicySetting<bool>? CodeScanning { get; init; }

    /// <summary><c>vulnerability_database</c>: what to ask for known vulnerabilities; the host does not act on it.</summary>
    public PolicySetting<string>? VulnerabilityDatabase { get; init; }

    /// <summary><c>sandbox_execution</c>: true is at least <see cref="SandboxTier.Restricted"/>.</summary>
    public PolicySetting<bool>? SandboxExecution { get; init; }

    /// <summary><c>resource_limits</c>.</summary>
    public PolicySetting<PolicyLimits>? Limits { get; init; }

    /// <summary>The rules that nothing in the host acts on.</summary>
    public IEnumerable<(string Rule, SourceLocation Location)> Unenforced()
    {
        if (CodeScanning is { Value: true } scanning)
        {
            yield return (scanning.Rule, scanning.Location);
        }

        if (VulnerabilityDatabase is { } database)
        {
            yield return (database.Rule, database.Location);
        }
    }
}
