using Speckit.Workspace.Backlog;

namespace Speckit.Workspace.Tests.Backlog;

public sealed class BacklogProjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_NoBacklog_SaysHowToGetOne()
    {
        var error = BacklogProject.Find(_folder.Path).Diagnostics.ShouldHaveSingleItem();

        error.Descriptor.ShouldBe(WorkspaceDiagnostics.BacklogNotInitialised);
        error.Hint.ShouldNotBeNull().ShouldContain("backlog init");
    }

    [Theory]
    [InlineData("backlog/config.yml", "backlog")]
    [InlineData("backlog/config.yaml", "backlog")]
    [InlineData(".backlog/config.yml", ".backlog")]
    public void Find_ConfigInTheFolder_IsTheBacklog(string config, string folder)
    {
        _folder.Write(config, BacklogFolder.Config);

        BacklogProject.Find(_folder.Path).Value.Directory.ShouldBe(_folder[folder]);
    }

    [Theory]
    [InlineData("backlog_directory: docs/bl", "docs/bl")]
    [InlineData("backlogDirectory: ./docs/bl/", "docs/bl")]
    [InlineData("types: []", "backlog")]
    public void Find_ConfigAtTheRoot_SaysWhereTheBacklogIs(string line, string folder)
    {
        _folder.Write("backlog.config.yml", BacklogFolder.Config + line + "\n");
        _folder.Write(".backlog/config.yml", BacklogFolder.Config);
        Directory.CreateDirectory(_folder["backlog"]);

        BacklogProject.Find(_folder.Path).Value.Directory.ShouldBe(_folder[folder]);
    }

    [Fact]
    public void Find_RootConfigWithoutProjectName_IsPassedOver()
    {
        _folder.Write("backlog.config.yml", "backlog_directory: elsewhere\n");
        _folder.Write(".backlog/config.yml", BacklogFolder.Config);

        BacklogProject.Find(_folder.Path).Value.Directory.ShouldBe(_folder[".backlog"]);
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("/tmp")]
    [InlineData("a/../../b")]
    [InlineData("C:/x")]
    [InlineData("link")]
    public void Find_BacklogOutsideTheProject_IsRefused(string directory)
    {
        using var outside = new TemporaryFolder();
        Directory.CreateSymbolicLink(_folder["link"], outside.Path);
        _folder.Write("backlog.config.yml", $"{BacklogFolder.Config}backlog_directory: '{directory}'\n");

        BacklogProject
            .Find(_folder.Path)
            .Diagnostics.ShouldHaveSingleItem()
            .Descriptor.ShouldBe(WorkspaceDiagnostics.PathRefused);
    }

    [Fact]
    public void Find_BacklogFolderIsALink_IsRefused()
    {
        using var outside = new TemporaryFolder();
        outside.Write("config.yml", BacklogFolder.Config);
        Directory.CreateSymbolicLink(_folder["backlog"], outside.Path);

        BacklogProject.Find(_folder.Path).Diagnostics[0].Descriptor.ShouldBe(WorkspaceDiagnostics.PathRefused);
    }

    [Theory]
    [InlineData("statuses: [a")]
    [InlineData("- a\n- b")]
    [InlineData("")]
    [InlineData("project_name: x\ntask_prefix: 'a-b'")]
    [InlineData("project_name: x\nzero_padded_ids: many")]
    [InlineData("project_name: x\nzero_padded_ids: 500")]
    public void Find_ConfigThatCannotBeRead_SaysWhere(string config)
    {
        _folder.Write("backlog/config.yml", config);

        var error = BacklogProject.Find(_folder.Path).Diagnostics.ShouldHaveSingleItem();

        error.Descriptor.ShouldBe(WorkspaceDiagnostics.BacklogConfigInvalid);
        error.Location.ShouldNotBeNull().File.ShouldBe("backlog/config.yml");
    }

    [Fact]
    public void Find_HugeConfig_IsNotRead()
    {
        _folder.Write("backlog/config.yml", new string('#', (1024 * 1024) + 1));

        BacklogProject.Find(_folder.Path).Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("1 MiB");
    }

    [Fact]
    public void Find_RootConfigThatCannotBeRead_IsAnError()
    {
        _folder.Write("backlog.config.yml", "a: [");

        BacklogProject.Find(_folder.Path).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public void Config_AllKeys_AreRead()
    {
        _folder.Write(
            "backlog/config.yml",
            """
            project_name: "Demo"
            default_status: "Backlog"
            statuses:
              - Backlog
              - "To Do"
              - Done
            labels: [a, ' b ']
            priorities: [Urgent, Low]
            date_format: dd/mm/yyyy
            zero_padded_ids: 3
            task_prefix: "Work"
            default_assignee: "@bob"
            definition_of_done: ["Tests pass"]
            filesystem_only: TRUE
            """
        );

        var config = BacklogProject.Find(_folder.Path).Value.Config;

        config.ProjectName.ShouldBe("Demo");
        config.DefaultStatus.ShouldBe("Backlog");
        config.Statuses.ShouldBe(["Backlog", "To Do", "Done"]);
        config.Labels.ShouldBe(["a", "b"]);
        config.Priorities.ShouldBe(["Urgent", "Low"]);
        config.DateFormat.ShouldBe("dd/mm/yyyy");
        config.ZeroPaddedIds.ShouldBe(3);
        config.TaskPrefix.ShouldBe("Work");
        config.DefaultAssignee.ShouldBe(["@bob"]);
        config.DefinitionOfDone.ShouldBe(["Tests pass"]);
        config.FilesystemOnly.ShouldBeTrue();
        config.Canonical(" to do ").ShouldBe("To Do");
        config.Canonical("Later").ShouldBeNull();
    }

    [Fact]
    public void Config_FewKeys_HasTheToolsDefaults()
    {
        _folder.Write("backlog/config.yml", "project_name: x\nstatuses:\nlabels: {a: b}\n");

        var config = BacklogProject.Find(_folder.Path).Value.Config;

        config.Statuses.ShouldBe(["To Do", "In Progress", "Done"]);
        config.Labels.ShouldBeEmpty();
        config.TaskPrefix.ShouldBe("task");
        config.DefaultStatus.ShouldBe("To Do");
    }
}
