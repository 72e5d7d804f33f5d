using Speckit.Manifests.Model;
using Speckit.Workspace.Backlog;

namespace Speckit.Workspace.Tests.Backlog;

public sealed class BacklogPolicyTests
{
    private static readonly BacklogConfig Config = new() { ProjectName = "x" };
    private static readonly BacklogPolicy Policy = Create(Config);

    [Fact]
    public void ForCreation_PluginsTask_GetsLabelAndStatus()
    {
        var task = Policy.ForCreation(new NewTask("t") { Labels = ["security", " high-priority "] }).Value;

        task.Labels.ShouldBe(["security", "high-priority", "plugin:security-scanner"]);
        task.Status.ShouldBe("To Do");
        task.Title.ShouldBe("t");
    }

    [Fact]
    public void ForCreation_OwnLabelGiven_IsThereOnce() =>
        Policy
            .ForCreation(new NewTask("t") { Labels = ["plugin:security-scanner", "a"] })
            .Value.Labels.ShouldBe(["a", "plugin:security-scanner"]);

    [Theory]
    [InlineData("plugin:other")]
    [InlineData("Plugin:security-scanner")]
    [InlineData(" plugin:other")]
    [InlineData("\u200bplugin:other")]
    [InlineData("plu\u2060gin:other")]
    [InlineData("workflow:Validated")]
    [InlineData("WORKFLOW:x")]
    [InlineData("plugin:")]
    public void ForCreation_ProtectedLabel_IsRefused(string label) =>
        Policy
            .ForCreation(new NewTask("t") { Labels = ["a", label] })
            .Diagnostics.ShouldHaveSingleItem()
            .Descriptor.ShouldBe(WorkspaceDiagnostics.LabelRefused);

    [Theory]
    [InlineData("To Do", "To Do")]
    [InlineData("to do", "To Do")]
    [InlineData(" BACKLOG ", "Backlog")]
    public void ForCreation_AllowedStatus_IsCanonical(string status, string expected) =>
        Create(Config with { Statuses = ["Backlog", "To Do", "Done"] })
            .ForCreation(new NewTask("t") { Status = status })
            .Value.Status.ShouldBe(expected);

    [Theory]
    [InlineData("Done")]
    [InlineData("Backlog")]
    [InlineData("nowhere")]
    [InlineData("")]
    public void ForCreation_OtherStatus_IsRefused(string status)
    {
        var error = Policy.ForCreation(new NewTask("t") { Status = status }).Diagnostics.ShouldHaveSingleItem();

        error.Descriptor.ShouldBe(WorkspaceDiagnostics.StatusRefused);
        error.Hint.ShouldBe("use one of: To Do");
    }

    [Theory]
    [InlineData("Done", "To Do")]
    [InlineData("Backlog", "Backlog")]
    public void ForCreation_NoStatus_IsTheDefaultIfThatIsAllowed(string configured, string expected) =>
        Create(Config with { Statuses = ["Backlog", "To Do", "Done"], DefaultStatus = configured })
            .ForCreation(new NewTask("t"))
            .Value.Status.ShouldBe(expected);

    [Fact]
    public void ForCreation_ProjectWithoutAllowedStatus_SaysWhatToConfigure()
    {
        var policy = Create(Config with { Statuses = ["Open", "Closed"] });

        policy.AllowedStatuses.ShouldBeEmpty();
        policy
            .ForCreation(new NewTask("t"))
            .Diagnostics.ShouldHaveSingleItem()
            .Hint.ShouldNotBeNull()
            .ShouldContain("'statuses'");
    }

    [Theory]
    [InlineData("[{plugin_name}]", "t", "[security-scanner] t")]
    [InlineData("[{plugin_name}]", "[security-scanner] t", "[security-scanner] t")]
    [InlineData("Sec:", "t", "Sec: t")]
    [InlineData(" ", "t", "t")]
    public void ForCreation_TitlePrefix_IsPutBefore(string prefix, string title, string expected) =>
        Create(Config, prefix).ForCreation(new NewTask(title)).Value.Title.ShouldBe(expected);

    [Theory]
    [InlineData(true, "plugin:other")]
    [InlineData(false, "plugin:security-scanner")]
    [InlineData(true, "Plugin:security-scanner")]
    public void ForUpdate_TaskOfAnother_IsRefused(bool recorded, string label) =>
        Policy
            .ForUpdate(Existing(label), recorded, new TaskChanges { Status = "Done" })
            .Diagnostics.ShouldHaveSingleItem()
            .Descriptor.ShouldBe(WorkspaceDiagnostics.TaskNotOwned);

    [Fact]
    public void ForUpdate_OwnTask_KeepsProtectedLabels() =>
        Policy
            .ForUpdate(Existing(Policy.OwnLabel, "workflow:Planned", "old"), true, new TaskChanges { Labels = ["new"] })
            .Value.Labels.ShouldNotBeNull()
            .ShouldBe(["new", Policy.OwnLabel, "workflow:Planned"]);

    [Fact]
    public void ForUpdate_ProtectedLabelsNamedAsTheyAre_IsFine() =>
        Policy
            .ForUpdate(
                Existing(Policy.OwnLabel, "workflow:Planned"),
                true,
                new TaskChanges { Labels = ["workflow:Planned", "a"] }
            )
            .Value.Labels.ShouldNotBeNull()
            .ShouldBe(["a", Policy.OwnLabel, "workflow:Planned"]);

    [Theory]
    [InlineData("workflow:Done")]
    [InlineData("plugin:other")]
    public void ForUpdate_NewProtectedLabel_IsRefused(string label) =>
        Policy
            .ForUpdate(Existing(Policy.OwnLabel), true, new TaskChanges { Labels = [label] })
            .Diagnostics.ShouldHaveSingleItem()
            .Descriptor.ShouldBe(WorkspaceDiagnostics.LabelRefused);

    [Fact]
    public void ForUpdate_NoLabels_PassesTheRest() =>
        Policy
            .ForUpdate(Existing(Policy.OwnLabel), true, new TaskChanges { Status = "Done" })
            .Value.Status.ShouldBe("Done");

    [Fact]
    public void CheckFields_AllowedOnes_Pass() =>
        Policy.CheckFields(["status", "labels", "metadata"]).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("assignee")]
    [InlineData("title")]
    [InlineData("Status")]
    public void CheckFields_OtherOne_IsRefused(string field)
    {
        var error = Policy.CheckFields(["status", field]).Diagnostics.ShouldHaveSingleItem();

        error.Descriptor.ShouldBe(WorkspaceDiagnostics.FieldRefused);
        error.Message.ShouldContain($"'{field}'");
    }

    [Fact]
    public void OwnLabel_ScopedPlugin_HasItsWholeName() =>
        new BacklogPolicy(PluginName.Parse("@acme/scan"), Config, new BacklogPolicyOptions()).OwnLabel.ShouldBe(
            "plugin:@acme/scan"
        );

    private static BacklogPolicy Create(BacklogConfig config, string? prefix = null) =>
        new(PluginName.Parse("security-scanner"), config, new BacklogPolicyOptions { TitlePrefix = prefix });

    private static BacklogTask Existing(params string[] labels) =>
        new()
        {
            Id = "TASK-1",
            Title = "t",
            Status = "To Do",
            Place = TaskPlace.Active,
            Path = "backlog/tasks/task-1 - t.md",
            Labels = [.. labels],
        };
}
