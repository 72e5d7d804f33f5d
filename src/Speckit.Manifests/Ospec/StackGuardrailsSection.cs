using System.Text.Json.Nodes;
using Speckit.Manifests.Binding;

namespace Speckit.Manifests.Ospec;

/// <summary>A stack's <c>guardrails</c>: those of an OSpec document.</summary>
internal static class StackGuardrailsSection
{
    private static readonly string[] Switches =
    [
        "tests_required",
        "lint",
        "type_check",
        "dependency_check",
        "security_scan",
    ];

    private static readonly string[] Lists = ["license_whitelist", "human_approval_required"];

    public static JsonObject? Read(Fields root)
    {
        if (root.Find("guardrails") is not { } value || value.Section() is not { } guardrails)
        {
            return null;
        }

        foreach (var key in Switches)
        {
            guardrails.Boolean(key);
        }

        foreach (var key in Lists)
        {
            guardrails.DistinctTexts(key);
        }

        guardrails.Find("min_test_coverage")?.NumberIn(0, 1);
        guardrails.Find("max_pr_size")?.Whole(1, int.MaxValue);
        guardrails.Done();
        return value.Json();
    }
}
