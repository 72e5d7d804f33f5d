using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Ospec;

public sealed class WorkflowTests
{
    private const string Job = "{name: j, agent: a}";

    [Fact]
    public void Read_Sample_IsWhole()
    {
        var manifest = ManifestReader.Read("p", OspecSamples.Read("workflow.yaml")).Value;

        var workflow = manifest.Provides.Automations.ShouldHaveSingleItem();
        (workflow.Name, workflow.Description).ShouldBe(("release", "Checks, a person's yes, and out"));
        var trigger = workflow.Triggers.ShouldHaveSingleItem();
        trigger.Event.ShouldBe("implementation_completed");
        trigger.Conditions.ShouldHaveSingleItem().ToJsonString().ShouldBe("""{"all_tests_pass":true}""");
        workflow
            .Stages.Select(s => $"{s.Name} {s.Type} {string.Join(',', s.DependsOn)} {s.Timeout}")
            .ShouldBe(["checks Parallel  ", "gate Approval checks 1.00:00:00", "out Sequential gate "]);
        workflow.Stages[0].Jobs[0].Timeout.ShouldBe(TimeSpan.FromMinutes(30));
        workflow.Stages[0].Jobs[1].Settings.ToJsonString().ShouldBe("""{"test_suite":"load"}""");
        workflow.Stages[1].Approvers.ShouldBe(["tech_lead"]);
        workflow.Rollback!.Triggers.ShouldHaveSingleItem().ToJsonString().ShouldBe("""{"error_rate_high":true}""");
        workflow.Rollback.Procedure.ShouldHaveSingleItem().Agent.ShouldBe("deployer");
    }

    [Theory]
    [InlineData("{name: a, type: ¦serial, jobs: [" + Job + "]}", "SPK1030")]
    [InlineData("¦{name: a, type: parallel}", "SPK1024")]
    [InlineData("{name: a, type: parallel, jobs: ¦[]}", "SPK1026")]
    [InlineData("{name: a, type: parallel, jobs: [" + Job + "], ¦approvers: []}", "SPK1023")]
    [InlineData("¦{name: a, type: approval}", "SPK1024")]
    [InlineData("{name: a, type: approval, approvers: ¦[]}", "SPK1026")]
    [InlineData("{name: a, type: approval, approvers: [¦lead]}", "SPK1025")]
    [InlineData("{name: a, type: approval, approvers: [{role: a}], ¦jobs: []}", "SPK1023")]
    [InlineData("{name: a, type: approval, approvers: [{role: a}], timeout_hours: ¦0}", "SPK1026")]
    [InlineData("{name: a, type: approval, approvers: [{role: a}], timeout_minutes: 1, ¦timeout_hours: 1}", "SPK1037")]
    [InlineData("{name: a, type: parallel, jobs: [¦{name: j}]}", "SPK1024")]
    [InlineData("{name: a, type: parallel, jobs: [{name: j, agent: a, timeout_minutes: ¦soon}]}", "SPK1025")]
    [InlineData("{name: a, type: parallel, jobs: [" + Job + ", ¦" + Job + "]}", "SPK1032")]
    [InlineData("{name: a, type: parallel, jobs: [" + Job + "], depends_on: ¦[b]}", "SPK1046")]
    [InlineData("¦{name: a, type: parallel, jobs: [" + Job + "], depends_on: [a]}", "SPK1045")]
    public void Read_BadStage_IsOneLocatedError(string stage, string code) =>
        Plugins.ShouldPoint("workflow", $"workflow: {{name: w, stages: [{stage}]}}", code);

    [Theory]
    [InlineData("¦workflow: {name: w}", "SPK1024")]
    [InlineData("workflow: {name: w, stages: ¦[]}", "SPK1026")]
    [InlineData("workflow: ¦[]", "SPK1025")]
    [InlineData("workflow: {name: w, stages: [" + Stage + "], triggers: [{event: ¦A}]}", "SPK1036")]
    [InlineData("workflow: {name: w, stages: [" + Stage + "], triggers: [{event: a, conditions: [¦b]}]}", "SPK1025")]
    [InlineData("workflow: {name: w, stages: [" + Stage + "], ¦rollback: {}}", "SPK1024")]
    [InlineData("workflow: {name: w, stages: [" + Stage + "], rollback: {procedure: ¦[]}}", "SPK1026")]
    [InlineData("workflow: {name: w, stages: [" + Stage + "], rollback: {procedure: [¦" + Job + "]}}", "SPK1032")]
    [InlineData("workflow: {name: w, stages: [" + Stage + "], ¦steps: []}", "SPK1023")]
    [InlineData("¦workflows: {}\nworkflow: {name: w, stages: [" + Stage + "]}", "SPK1023")]
    public void Read_BadWorkflow_IsOneLocatedError(string rest, string code) =>
        Plugins.ShouldPoint("workflow", rest, code);

    [Fact]
    public void Read_LongCircle_NamesItsStages()
    {
        string[] stages =
        [
            "{name: first, type: approval, approvers: [{role: r}]}",
            .. Enumerable
                .Range(0, 3)
                .Select(i =>
                    $"{{name: s{i}, type: approval, approvers: [{{role: r}}], depends_on: [first, s{(i + 1) % 3}]}}"
                ),
        ];

        var problem = Plugins
            .Read("workflow", $"workflow: {{name: w, stages: [{string.Join(", ", stages)}]}}")
            .Diagnostics.ShouldHaveSingleItem();

        problem.Message.ShouldBe("3 stages wait for each other in a circle: s0, s1, s2.");
    }

    [Fact]
    public void Read_StagesInAnyOrder_AreNoCircle() =>
        Plugins
            .Provides(
                "workflow",
                $"workflow: {{name: w, stages: [{{name: b, type: parallel, jobs: [{Job}], depends_on: [a]}}, {{name: a, type: approval, approvers: [{{role: r}}]}}]}}"
            )
            .Automations[0]
            .Stages[1]
            .Type.ShouldBe(StageType.Approval);

    private const string Stage = "{name: a, type: parallel, jobs: [" + Job + "]}";
}
