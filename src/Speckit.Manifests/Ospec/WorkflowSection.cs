using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>plugin_type: workflow</c> (OSpec: "Custom Automation Flows").</summary>
internal static class WorkflowSection
{
    public static Provisions Read(Fields root, Subject subject, Fields? configuration)
    {
        if (root.Require("workflow", "stages of jobs")?.Section() is not { } fields)
        {
            return Provisions.None;
        }

        var jobs = new Declared("job", "give each job of the workflow a name of its own");
        var workflow = new AutomationWorkflow(Names.Simple(fields), fields.Text("description") ?? subject.Description)
        {
            Triggers = [.. fields.Sections("triggers").Select(ReadTrigger)],
            Stages = StageSection.Read(fields, jobs),
            Rollback = ReadRollback(fields, jobs),
            Deprecated = subject.Deprecated,
        };
        fields.Done();
        return new Provisions { Automations = [workflow] };
    }

    private static AutomationTrigger ReadTrigger(Fields fields)
    {
        var trigger = new AutomationTrigger(EventNames.Require(fields, "event"), ReadConditions(fields, "conditions"));
        fields.Done();
        return trigger;
    }

    private static AutomationRollback? ReadRollback(Fields workflow, Declared jobs)
    {
        if (workflow.Section("rollback") is not { } fields)
        {
            return null;
        }

        fields.Require("procedure", "what is done")?.NotEmpty("jobs");
        var rollback = new AutomationRollback(
            ReadConditions(fields, "triggers"),
            [.. fields.Sections("procedure").Select(job => JobSection.Read(job, jobs))]
        );
        fields.Done();
        return rollback;
    }

    private static ImmutableArray<JsonObject> ReadConditions(Fields fields, string key) =>
        [.. fields.List(key).Select(item => item.Json()).OfType<JsonObject>()];
}
