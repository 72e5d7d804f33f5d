using System.Collections.Immutable;
using Speckit.Manifests.Model;

namespace Speckit.Packaging.Contracts;

/// <summary>What a manifest provides, as the index says it: kind to names, kinds without a name left out.</summary>
internal static class Provided
{
    /// <summary>Kind to names.</summary>
    public static IReadOnlyDictionary<string, ImmutableArray<string>> Of(Provisions provisions) =>
        new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
        {
            ["commands"] = [.. provisions.Commands.Select(item => item.Name)],
            ["agents"] = [.. provisions.Agents.Select(item => item.Name)],
            ["workflows"] = [.. provisions.Workflows.Select(item => item.Name)],
            ["integrations"] = [.. provisions.Integrations.Select(item => item.Name)],
            ["hooks"] = [.. provisions.Hooks.Select(item => item.Event).Distinct(StringComparer.Ordinal)],
            ["stacks"] = [.. provisions.Stacks.Select(item => item.Name)],
            ["squads"] = [.. provisions.Squads.Select(item => item.Name)],
            ["outcome_types"] = [.. provisions.OutcomeTypes.Select(item => item.Name)],
            ["stack_selectors"] = [.. provisions.StackSelectors.Select(item => item.Name)],
            ["guardrails"] = [.. provisions.GuardrailRules.Select(item => item.Id)],
            ["metrics"] = [.. provisions.QualityMetrics.Select(item => item.Name)],
            ["templates"] = [.. provisions.Templates.Select(item => item.Name)],
            ["template_patterns"] = [.. provisions.TemplatePatterns.Select(item => item.Name)],
            ["context_providers"] = [.. provisions.ContextProviders.Select(item => item.Name)],
            ["automations"] = [.. provisions.Automations.Select(item => item.Name)],
        }
            .Where(kind => !kind.Value.IsEmpty)
            .ToDictionary(StringComparer.Ordinal);
}
