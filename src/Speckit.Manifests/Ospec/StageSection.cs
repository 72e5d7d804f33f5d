using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>stages</c> of a workflow.</summary>
internal static class StageSection
{
    private const string ApprovalWord = "approval";

    public static ImmutableArray<AutomationStage> Read(Fields workflow, Declared jobs)
    {
        workflow.Require("stages", "what is done")?.NotEmpty("stages");
        var declared = new Declared("stage", "rename one of them");
        var stages = ImmutableArray.CreateBuilder<AutomationStage>();
        var order = new StageOrder();
        foreach (var fields in workflow.Sections("stages"))
        {
            var stage = ReadOne(fields, jobs);
            declared.Add(stage.Name, fields);
            order.Add(stage, fields);
            stages.Add(stage);
        }

        order.Check();
        return stages.ToImmutable();
    }

    private static AutomationStage ReadOne(Fields fields, Declared jobs)
    {
        var name = Names.Simple(fields);
        var word = fields
            .Require("type", "sequential, parallel or approval")
            ?.OneOf("sequential", "parallel", ApprovalWord);
        var type = word switch
        {
            "parallel" => StageType.Parallel,
            ApprovalWord => StageType.Approval,
            _ => StageType.Sequential,
        };
        var stage = new AutomationStage(name, type, fields.Texts("depends_on")) { Timeout = StageTimeout.Read(fields) };
        if (word is null)
        {
            // Which of the other keys are right depends on the type.
            return stage;
        }

        stage = type == StageType.Approval ? ReadApproval(stage, fields) : ReadJobs(stage, fields, jobs);
        fields.Done();
        return stage;
    }

    private static AutomationStage ReadApproval(AutomationStage stage, Fields fields)
    {
        fields.Require("approvers", "who says yes or no")?.NotEmpty("approvers");
        return stage with { Approvers = [.. fields.Sections("approvers").Select(ReadApprover)] };
    }

    private static string ReadApprover(Fields fields)
    {
        var role = Names.Simple(fields, "role", "a role, such as tech_lead");
        fields.Done();
        return role;
    }

    private static AutomationStage ReadJobs(AutomationStage stage, Fields fields, Declared jobs)
    {
        fields.Require("jobs", "what is done")?.NotEmpty("jobs");
        return stage with { Jobs = [.. fields.Sections("jobs").Select(job => JobSection.Read(job, jobs))] };
    }
}
