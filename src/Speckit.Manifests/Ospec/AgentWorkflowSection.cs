using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary>An agent's <c>workflows</c>: name to steps, each <c>{ step, tools?, … }</c>.</summary>
internal static class AgentWorkflowSection
{
    public static ImmutableArray<AgentWorkflow> Read(Fields root)
    {
        var workflows = ImmutableArray.CreateBuilder<AgentWorkflow>();
        foreach (var (name, value) in root.Find("workflows")?.Entries() ?? [])
        {
            var declared = new Declared("step", "rename one of them");
            var steps = value.List().Select(item => item.Section()).OfType<Fields>();
            workflows.Add(new AgentWorkflow(name, [.. steps.Select(fields => ReadStep(fields, declared))]));
        }

        return workflows.ToImmutable();
    }

    private static AgentStep ReadStep(Fields fields, Declared declared)
    {
        var name = Names.Simple(fields, "step", "the step's name");
        var tools = fields.Texts("tools");
        declared.Add(name, fields);
        return new AgentStep(name, [.. tools.Select(ToolNames.Normalize)], fields.Rest());
    }
}
