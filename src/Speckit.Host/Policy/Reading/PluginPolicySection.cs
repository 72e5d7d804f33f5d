using Speckit.Host.Policy.Model;
using Speckit.Manifests.Binding;

namespace Speckit.Host.Policy.Reading;

/// <summary><c>plugin_policy</c> (JP design §8.4), with <c>sandbox</c>, <c>telemetry</c> and <c>approvals</c>.</summary>
internal static class PluginPolicySection
{
    public static PolicyFile Read(Fields rules, PolicyFile policy, string directory)
    {
        policy = ReadTrust(rules, policy);
        policy = ReadCapabilities(rules, policy);
        policy = ReadRegistries(rules, policy);
        policy = ReadPlugins(rules, policy);
        policy = ReadSandbox(rules, policy);
        policy = ReadTelemetry(rules, policy);
        policy = policy with { AdminKeys = AdminKeysSection.Read(rules, directory) };
        rules.Done();
        return policy;
    }

    private static PolicyFile ReadTrust(Fields rules, PolicyFile policy)
    {
        if (rules.Section("trust") is not { } trust)
        {
            return policy;
        }

        policy = policy with
        {
            MinimumTrust = PolicyValues.Trust(trust, "minimum_level"),
            AllowedSigners = PolicyLists.Signers(trust, "allowed_signers"),
            RevokedKeys = PolicyLists.KeyIds(trust, "revoked_keys"),
        };
        trust.Done();
        return policy;
    }

    private static PolicyFile ReadCapabilities(Fields rules, PolicyFile policy)
    {
        if (rules.Section("capabilities") is not { } capabilities)
        {
            return policy;
        }

        policy = policy with
        {
            BlockedCapabilities = PolicyLists.Capabilities(capabilities, "blocked"),
            ApprovalCapabilities = PolicyLists.Capabilities(capabilities, "require_approval"),
        };
        capabilities.Done();
        return policy;
    }

    private static PolicyFile ReadRegistries(Fields rules, PolicyFile policy)
    {
        if (rules.Section("registries") is not { } registries)
        {
            return policy;
        }

        policy = policy with
        {
            AllowedRegistries = PolicyLists.Sources(registries, "allowed"),
            BlockedRegistries = PolicyLists.Sources(registries, "blocked"),
        };
        registries.Done();
        return policy;
    }

    private static PolicyFile ReadPlugins(Fields rules, PolicyFile policy)
    {
        if (rules.Section("plugins") is not { } plugins)
        {
            return policy;
        }

        policy = policy with
        {
            AllowedPlugins = PolicyLists.Plugins(plugins, "allowed"),
            BlockedPlugins = PolicyLists.Plugins(plugins, "blocked"),
        };
        plugins.Done();
        return policy;
    }

    private static PolicyFile ReadSandbox(Fields rules, PolicyFile policy)
    {
        if (rules.Section("sandbox") is not { } sandbox)
        {
            return policy;
        }

        policy = policy with
        {
            MinimumTier = PolicyValues.Tier(sandbox, "minimum_tier"),
            Limits = PolicyValues.Limits(sandbox, "limits"),
        };
        sandbox.Done();
        return policy;
    }

    private static PolicyFile ReadTelemetry(Fields rules, PolicyFile policy)
    {
        if (rules.Section("telemetry") is not { } telemetry)
        {
            return policy;
        }

        policy = policy with { Telemetry = PolicyValues.Boolean(telemetry, "enabled") };
        telemetry.Done();
        return policy;
    }
}
