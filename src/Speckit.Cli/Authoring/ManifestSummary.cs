using Speckit.Manifests.Model;

namespace Speckit.Cli.Authoring;

/// <summary>What a manifest provides, in lines for people.</summary>
internal static class ManifestSummary
{
    internal static IEnumerable<string> Provides(PluginManifest manifest)
    {
        var provides = manifest.Provides;
        return
        [
            .. provides.Commands.Select(c => $"Command: {c.Name}"),
            .. provides.Agents.Select(a => $"Agent: {a.Name}"),
            .. provides.Workflows.Select(w => $"Workflow: {w.Name} ({Word(w.Mode)} {w.Phase})"),
            .. provides.Hooks.Select(h => $"Hook: {h.Event}"),
            .. provides.Integrations.Select(i => $"Integration: {i.Name}"),
            .. provides.Stacks.Select(s => $"Stack: {s.Name}"),
            .. provides.Squads.Select(s => $"Squad: {s.Name}"),
            .. provides.OutcomeTypes.Select(o => $"Outcome type: {o.Name}"),
            .. provides.StackSelectors.Select(s => $"Stack selector: {s.Name}"),
            .. provides.GuardrailRules.Select(r => $"Guardrail: {r.Id}"),
            .. provides.QualityMetrics.Select(m => $"Metric: {m.Name}"),
            .. provides.Templates.Select(t => $"Template: {t.Name}"),
            .. provides.TemplatePatterns.Select(p => $"Template pattern: {p.Name}"),
            .. provides.ContextProviders.Select(c => $"Context provider: {c.Name}"),
            .. provides.Automations.Select(a => $"Automation: {a.Name}"),
        ];
    }

    private static string Word(PhaseMode mode) =>
        mode switch
        {
            PhaseMode.Before => "before",
            PhaseMode.After => "after",
            PhaseMode.Replace => "replaces",
            _ => "wraps",
        };
}
