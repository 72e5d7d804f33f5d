using Speckit.Host.Policy.Model;
using Speckit.Manifests.Binding;

namespace Speckit.Host.Policy.Reading;

/// <summary><c>registry.security</c> (OSpec "Plugin Security").</summary>
internal static class SecuritySection
{
    public static OspecSecurity Read(Fields registry)
    {
        var security = new OspecSecurity();
        if (registry.Section("security") is { } rules)
        {
            security = new OspecSecurity
            {
                SignatureVerification = PolicyValues.Boolean(rules, "signature_verification"),
                AllowedPublishers = PolicyLists.Plugins(rules, "allowed_publishers"),
                CodeScanning = PolicyValues.Boolean(rules, "code_scanning"),
                VulnerabilityDatabase = PolicyValues.Text(rules, "vulnerability_database"),
                SandboxExecution = PolicyValues.Boolean(rules, "sandbox_execution"),
                Limits = PolicyValues.Limits(rules, "resource_limits"),
            };
            rules.Done();
        }

        registry.Done();
        return security;
    }
}
