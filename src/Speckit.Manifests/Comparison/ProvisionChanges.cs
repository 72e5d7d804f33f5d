using Speckit.Manifests.Model;

namespace Speckit.Manifests.Comparison;

/// <summary>What is provided no longer, and what is new.</summary>
internal static class ProvisionChanges
{
    internal static IEnumerable<ManifestChange> Find(Provisions before, Provisions after)
    {
        var (was, now) = (Items(before), Items(after));
        var (wasKeys, nowKeys) = (was.Select(KeyOf).ToHashSet(), now.Select(KeyOf).ToHashSet());
        foreach (var removed in was.Where(item => !nowKeys.Contains(KeyOf(item))).DistinctBy(KeyOf))
        {
            yield return new(ChangeArea.Provides, ChangeWeight.Major, $"removes the {removed.Kind} {removed.Name}")
            {
                IsUnannouncedRemoval = removed.Deprecated is null,
            };
        }

        foreach (var added in now.Where(item => !wasKeys.Contains(KeyOf(item))).DistinctBy(KeyOf))
        {
            yield return new(ChangeArea.Provides, ChangeWeight.Minor, $"adds the {added.Kind} {added.Name}");
        }

        foreach (var workflow in before.Workflows)
        {
            var same = after.Workflows.FirstOrDefault(w => w.Name == workflow.Name);
            if (same is not null && (same.Phase, same.Mode) != (workflow.Phase, workflow.Mode))
            {
                yield return new(
                    ChangeArea.Provides,
                    ChangeWeight.Major,
                    $"moves the workflow {workflow.Name} from {Place(workflow)} to {Place(same)}"
                );
            }
        }
    }

    private static (string Kind, string Name) KeyOf(Item item) => (item.Kind, item.Name);

    private static string Place(WorkflowProvision workflow) =>
        $"{workflow.Mode.ToString().ToLowerInvariant()} {workflow.Phase}";

    private static List<Item> Items(Provisions provisions) =>
        [
            .. provisions.Commands.Select(p => new Item("command", p.Name, p.Deprecated)),
            .. provisions.Agents.Select(p => new Item("agent", p.Name, p.Deprecated)),
            .. provisions.Workflows.Select(p => new Item("workflow", p.Name, p.Deprecated)),
            .. provisions.Integrations.Select(p => new Item("integration", p.Name, p.Deprecated)),
            .. provisions.Hooks.Select(p => new Item("hook for", p.Event, p.Deprecated)),
            .. provisions.Stacks.Select(p => new Item("stack", p.Name, p.Deprecated)),
            .. provisions.Squads.Select(p => new Item("squad", p.Name, p.Deprecated)),
            .. provisions.OutcomeTypes.Select(p => new Item("outcome type", p.Name, p.Deprecated)),
            .. provisions.StackSelectors.Select(p => new Item("stack selector", p.Name, p.Deprecated)),
            .. provisions.GuardrailRules.Select(p => new Item("guardrail rule", p.Id, p.Deprecated)),
            .. provisions.QualityMetrics.Select(p => new Item("quality metric", p.Name, p.Deprecated)),
            .. provisions.Templates.Select(p => new Item("template", p.Name, p.Deprecated)),
            .. provisions.TemplatePatterns.Select(p => new Item("template pattern", p.Name, p.Deprecated)),
            .. provisions.ContextProviders.Select(p => new Item("context provider", p.Name, p.Deprecated)),
            .. provisions.Automations.Select(p => new Item("automation", p.Name, p.Deprecated)),
        ];

    private sealed record Item(string Kind, string Name, Deprecation? Deprecated);
}
