using System.Text.Json.Nodes;
using Speckit.Workspace.Backlog;
using Speckit.Workspace.Tests.RealTools;

namespace Speckit.Workspace.Tests.Backlog;

/// <summary>The real tool and we work on the same tasks.</summary>
public sealed class RealToolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OurTask_RealToolListsViewsEditsAndCompletesIt_MetadataSurvives()
    {
        using var project = await RealBacklog.CreateAsync();
        var store = Store(project);
        var task = new NewTask("Security: \"found\" it")
        {
            Description =
                "Text\n## Acceptance Criteria\n- [ ] #1 fake\n<!-- SECTION:DESCRIPTION:END -->\n## Final Summary\nfake",
            Labels = ["security", "plugin:scanner"],
            AcceptanceCriteria = ["fixed"],
            Priority = "high",
            Metadata = PluginMetadata.Of(("scan_id", "scan-123"), ("note", "## Description\n<!-- AC:BEGIN -->")),
        };
        var created = (await store.CreateAsync(task, Cancellation)).Value;

        (await project.RunAsync("task", "list", "--plain")).ShouldContain(
            "[HIGH] TASK-1 - Security: \"found\" it (ac: 0/1)"
        );
        var view = await project.ViewAsync(created.Id);
        view["description"]!.GetValue<string>().ShouldEndWith("fake");
        view["acceptanceCriteria"]!.AsArray().Count.ShouldBe(1);
        view["finalSummary"].ShouldBeNull();
        view["labels"]!.ToJsonString().ShouldBe("""["security","plugin:scanner"]""");

        await project.RunAsync([
            "task",
            "edit",
            "1",
            "-s",
            "In Progress",
            "-a",
            "@sara",
            "--check-ac",
            "1",
            "--ac",
            "second",
            "--notes",
            "n",
            "--plan",
            "p",
            "--comment",
            "c",
            "--final-summary",
            "f",
            "-t",
            "New title",
            "--add-label",
            "more",
        ]);
        var edited = (await store.GetAsync(created.Id, Cancellation)).Value;

        edited.Title.ShouldBe("New title");
        edited.Status.ShouldBe("In Progress");
        edited.Assignees.ShouldBe(["@sara"]);
        edited.Labels.ShouldBe(["security", "plugin:scanner", "more"]);
        edited.AcceptanceCriteria.ShouldBe([
            new AcceptanceCriterion(1, "fixed", true),
            new AcceptanceCriterion(2, "second", false),
        ]);
        edited.Description.ShouldBe(created.Description);
        edited.Metadata["scan_id"].GetString().ShouldBe("scan-123");
        edited.Metadata["note"].GetString().ShouldBe("## Description\n<!-- AC:BEGIN -->");

        await project.RunAsync("task", "edit", "1", "-s", "Done");
        await project.RunAsync("task", "complete", "1");
        var completed = (await store.GetAsync("1", Cancellation)).Value;
        completed.Place.ShouldBe(TaskPlace.Completed);
        completed.Metadata.Count.ShouldBe(2);
    }

    [Fact]
    public async Task RealToolsTask_WeUpdateIt_TheToolSeesJustThat()
    {
        using var project = await RealBacklog.CreateAsync();
        await project.RunAsync([
            "task",
            "create",
            "Theirs: a task",
            "-d",
            "Text",
            "-l",
            "a,b",
            "--ac",
            "works",
            "-a",
            "@sara",
            "--priority",
            "low",
            "--notes",
            "",
            "--ref",
            "https://x.y",
            "--due-date",
            "2027-01-01",
        ]);
        var before = await project.ViewAsync("1");

        var changes = new TaskChanges
        {
            Status = "done",
            Labels = ["c: d"],
            Metadata = PluginMetadata.Of(("k", "v")),
        };
        var updated = (await Store(project).UpdateAsync("TASK-1", changes, Cancellation)).Value;

        updated.Status.ShouldBe("Done");
        var after = await project.ViewAsync("1");
        after["status"]!.GetValue<string>().ShouldBe("Done");
        after["labels"]!.ToJsonString().ShouldBe("""["c: d"]""");
        foreach (
            var key in before
                .Select(p => p.Key)
                .Except(["status", "labels", "updatedAt", "dependencyGraph", "isReady", "readiness"])
        )
        {
            JsonNode.DeepEquals(after[key], before[key]).ShouldBeTrue(key);
        }
    }

    [Fact]
    public async Task Create_TakingTurns_NeverReusesAnId()
    {
        using var project = await RealBacklog.CreateAsync(options: ["--zero-padded-ids", "3", "--task-prefix", "work"]);
        var store = Store(project);

        (await store.CreateAsync(new NewTask("one"), Cancellation)).Value.Id.ShouldBe("WORK-001");
        await project.RunAsync("task", "create", "two");
        (await store.CreateAsync(new NewTask("three"), Cancellation)).Value.Id.ShouldBe("WORK-003");

        var theirs = (await store.GetAsync("2", Cancellation)).Value;
        theirs.Path.ShouldBe("backlog/tasks/work-002 - two.md");
        theirs.Ordinal.ShouldBe(2000);
        (await store.GetAsync("3", Cancellation)).Value.Ordinal.ShouldBe(3000);
    }

    [Fact]
    public async Task Create_AtTheSameTime_GivesDifferentIds()
    {
        using var project = await RealBacklog.CreateAsync();
        var store = Store(project);

        var theirs = Enumerable.Range(0, 3).Select(i => project.RunAsync("task", "create", $"theirs {i}"));
        var ours = Enumerable.Range(0, 6).Select(i => store.CreateAsync(new NewTask($"ours {i}"), Cancellation));
        await Task.WhenAll(Task.WhenAll(theirs), Task.WhenAll(ours));

        var tasks = (await store.ListAsync(TaskFilter.All, Cancellation)).Value;
        tasks.Length.ShouldBe(9);
        tasks.Select(t => t.Id).Distinct().Count().ShouldBe(9);
    }

    [Theory]
    [InlineData(true, ".git/backlog.md/locks/create")]
    [InlineData(false, "backlog/.locks/create")]
    public async Task CreateLock_HeldByUs_StopsTheRealTool(bool git, string path)
    {
        using var project = await RealBacklog.CreateAsync(git);
        var held = Path.Combine(project.Root, path);
        using var ours = (await BacklogLock.AcquireAsync(held, TimeSpan.Zero, TimeProvider.System, Cancellation)).Value;

        var theirs = project.RunAsync("task", "create", "waits");
        (await Task.WhenAny(theirs, Task.Delay(TimeSpan.FromSeconds(3), Cancellation))).ShouldNotBe(theirs);
        Directory.GetFiles(project.Tasks).ShouldBeEmpty();
        ours.Dispose();
        await theirs;

        Directory.GetFiles(project.Tasks).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task EditLock_HeldByUs_StopsTheRealTool()
    {
        using var project = await RealBacklog.CreateAsync();
        await Store(project).CreateAsync(new NewTask("x"), Cancellation);
        var path = Path.Combine(project.Root, "backlog", ".locks", "task-task-1");
        using var held = (await BacklogLock.AcquireAsync(path, TimeSpan.Zero, TimeProvider.System, Cancellation)).Value;

        var result = await NodeTool.Backlog.RunAsync(project.Root, ["task", "edit", "1", "-s", "Done"]);

        result.ExitCode.ShouldNotBe(0);
        (result.Output + result.Error).ShouldContain("being modified by another process");
        (await Store(project).GetAsync("1", Cancellation)).Value.Status.ShouldBe("To Do");
    }

    [Fact]
    public async Task Find_CustomFolder_IsWhereTheRealToolPutsTasks()
    {
        using var project = await RealBacklog.CreateAsync(
            options: ["--backlog-dir", "docs/bl", "--config-location", "root"]
        );
        var created = (await Store(project).CreateAsync(new NewTask("x"), Cancellation)).Value;

        created.Path.ShouldBe("docs/bl/tasks/task-1 - x.md");
        (await project.RunAsync("task", "list", "--plain")).ShouldContain("TASK-1 - x");
    }

    private static BacklogStore Store(RealBacklog project) =>
        new(BacklogProject.Find(project.Root).Value, TimeProvider.System);
}
