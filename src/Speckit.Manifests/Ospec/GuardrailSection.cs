using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Ospec;

/// <summary><c>plugin_type: guardrails</c> (OSpec: "Guardrail Plugins").</summary>
internal static class GuardrailSection
{
    public static Provisions Read(Fields root, Subject subject, Fields? configuration)
    {
        var integration = root.Section("integration");
        var settings = new GuardrailSettings(
            configuration is null
                ? ImmutableSortedDictionary<string, EnforcementLevel>.Empty
                : TextMap.ReadValues(configuration, "environments", ReadLevel),
            integration?.Texts("ci_cd") ?? [],
            integration?.Texts("ide") ?? []
        );
        integration?.Done();
        return new Provisions
        {
            GuardrailRules = GuardrailRuleSection.Read(root),
            QualityMetrics = QualityMetricSection.Read(root),
            Guardrails = settings,
        };
    }

    private static EnforcementLevel? ReadLevel(Value environment)
    {
        if (environment.Section() is not { } fields)
        {
            return null;
        }

        var word = fields.Require("enforcement_level", "warn, error or block")?.OneOf("warn", "error", "block");
        fields.Done();
        return word switch
        {
            "warn" => EnforcementLevel.Warn,
            "error" => EnforcementLevel.Error,
            "block" => EnforcementLevel.Block,
            _ => null,
        };
    }
}
