using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Jp;

/// <summary><c>provides.workflows</c>: handlers of phases.</summary>
internal static class WorkflowSection
{
    public static ImmutableArray<WorkflowProvision> Read(Fields provides)
    {
        var declared = new Declared("workflow", "rename one of them");
        // Only one handler may replace a phase (decisions, 9).
        var replaced = new Declared("replacement of phase", "only one handler may replace a phase");
        var workflows = ImmutableArray.CreateBuilder<WorkflowProvision>();
        foreach (var fields in provides.Sections("workflows"))
        {
            var workflow = ReadOne(fields);
            declared.Add(workflow.Name, fields);
            if (workflow.Mode == PhaseMode.Replace)
            {
                replaced.Add(workflow.Phase, fields);
            }

            workflows.Add(workflow);
        }

        return workflows.ToImmutable();
    }

    private static WorkflowProvision ReadOne(Fields fields)
    {
        var name = Names.Simple(fields);
        var description = fields.RequiredText("description", "what the handler does");
        var phase = Names.Phase(fields);
        var word = fields
            .Require("mode", "before, after, replace or wrap")
            ?.OneOf("before", "after", "replace", "wrap");
        var mode = word switch
        {
            "after" => PhaseMode.After,
            "replace" => PhaseMode.Replace,
            "wrap" => PhaseMode.Wrap,
            _ => PhaseMode.Before,
        };
        var entrypoint = EntrypointReader.Require(fields, "entrypoint");
        var deprecated = DeprecationReader.Read(fields);
        fields.Done();
        return new WorkflowProvision(name, description, phase, mode, entrypoint) { Deprecated = deprecated };
    }
}
