using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Speckit.Manifests.Diagnostics;
using Speckit.Workspace.Backlog;

namespace Speckit.Workspace.Tests.Backlog;

public sealed class BacklogStoreTests : IDisposable
{
    private readonly BacklogFolder _project = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task CreateAsync_FullTask_IsWrittenWithItsMetadata()
    {
        _project.Clock.Set("2026-11-22 02:22");
        _project.Write("backlog/tasks/.keep", "");
        var task = new NewTask("Fix: it")
        {
            Description = "Text",
            Status = "in PROGRESS",
            Labels = ["security", "plugin:x"],
            AcceptanceCriteria = ["works"],
            Priority = "High",
            Metadata = PluginMetadata.Of(("scan_id", "scan-123"), ("note", "<!-- --> \u202e é")),
        };

        var created = (await _project.Store.CreateAsync(task, Cancellation)).Value;

        created.Id.ShouldBe("TASK-1");
        created.Path.ShouldBe("backlog/tasks/task-1 - Fix-it.md");
        _project
            .Read(created.Path)
            .ShouldBe(
                """
                ---
                id: TASK-1
                title: 'Fix: it'
                status: In Progress
                assignee: []
                created_date: '2026-11-22 02:22'
                labels:
                  - security
                  - 'plugin:x'
                dependencies: []
                priority: high
                ordinal: 1000
                ---

                ## Description

                <!-- SECTION:DESCRIPTION:BEGIN -->
                Text
                <!-- SECTION:DESCRIPTION:END -->

                ## Acceptance Criteria
                <!-- AC:BEGIN -->
                - [ ] #1 works
                <!-- AC:END -->

                ## Plugin Metadata
                <!-- SPECKIT:METADATA:BEGIN -->
                - note: "\u003C!-- --\u003E \u202E \u00E9"
                - scan_id: "scan-123"
                <!-- SPECKIT:METADATA:END -->

                """
            );
        created.Metadata["note"].GetString().ShouldBe("<!-- --> \u202e é");
        created.AcceptanceCriteria.ShouldBe([new AcceptanceCriterion(1, "works", false)]);
        created.Ordinal.ShouldBe(1000);
        created.Priority.ShouldBe("high");
    }

    [Fact]
    public async Task CreateAsync_ConfiguredDefaults_AreUsed()
    {
        using var project = new BacklogFolder(
            """
            project_name: x
            default_status: Later
            statuses: [Later, Done]
            zero_padded_ids: 3
            task_prefix: work
            default_assignee: ["@bob"]
            definition_of_done: ["Tests pass"]
            """
        );

        var created = (await project.Store.CreateAsync(new NewTask("x"), Cancellation)).Value;

        created.Id.ShouldBe("WORK-001");
        created.Path.ShouldBe("backlog/tasks/work-001 - x.md");
        created.Status.ShouldBe("Later");
        created.Assignees.ShouldBe(["@bob"]);
        project
            .Read(created.Path)
            .ShouldContain("## Definition of Done\n<!-- DOD:BEGIN -->\n- [ ] #1 Tests pass\n<!-- DOD:END -->\n");
    }

    [Theory]
    [InlineData("backlog/tasks/task-7 - x.md", "TASK-7", "TASK-8")]
    [InlineData("backlog/completed/task-12 - x.md", "TASK-12", "TASK-13")]
    [InlineData("backlog/archive/tasks/task-12 - x.md", "TASK-12", "TASK-1")]
    [InlineData("backlog/tasks/task-007 - x.md", "TASK-007", "TASK-8")]
    [InlineData("backlog/tasks/task-9.4 - x.md", "TASK-9.4", "TASK-1")]
    [InlineData("backlog/tasks/task-3 - x.md", "broken", "TASK-4")]
    [InlineData(
        "backlog/tasks/task-99999999999999999999 - x.md",
        "TASK-99999999999999999999",
        "TASK-100000000000000000000"
    )]
    public async Task CreateAsync_OtherTasks_TakesTheNextId(string path, string id, string expected)
    {
        _project.Write(path, id == "broken" ? "broken" : Task(id));

        (await _project.Store.CreateAsync(new NewTask("n"), Cancellation)).Value.Id.ShouldBe(expected);
    }

    [Theory]
    [InlineData("ordinal: 2500", 3500.0)]
    [InlineData("ordinal: 1.5", 1001.5)]
    [InlineData("ordinal: .inf", null)]
    [InlineData("type: bug", null)]
    public async Task CreateAsync_OtherOrdinals_GoesBehindThem(string line, double? expected)
    {
        _project.Write("backlog/tasks/task-1 - a.md", Task("TASK-1", line));

        (await _project.Store.CreateAsync(new NewTask("n"), Cancellation)).Value.Ordinal.ShouldBe(expected);
    }

    [Fact]
    public async Task CreateAsync_ManyAtOnce_GiveEachItsOwnId()
    {
        var stores = Enumerable.Range(0, 12).Select(_ => _project.Store);

        var created = await System.Threading.Tasks.Task.WhenAll(
            stores.Select((s, i) => s.CreateAsync(new NewTask($"task {i}"), Cancellation))
        );

        created.Select(c => c.Value.Id).Distinct().Count().ShouldBe(12);
        Directory.GetFiles(_project["backlog/tasks"]).Length.ShouldBe(12);
        Directory.Exists(_project["backlog/.locks/create"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("  \t\n ", "SPK7013")]
    [InlineData("\u202e\u200b", "SPK7013")]
    public async Task CreateAsync_EmptyTitle_IsRefused(string title, string code) =>
        (await _project.Store.CreateAsync(new NewTask(title), Cancellation))
            .Diagnostics.ShouldHaveSingleItem()
            .Code.ShouldBe(code);

    [Fact]
    public async Task CreateAsync_ManyBadValues_NamesThemAll()
    {
        var task = new NewTask("")
        {
            Status = "Nowhere",
            Labels = ["a,b"],
            Priority = "urgent",
            Description = new string('x', 70_000),
            AcceptanceCriteria = [new string('y', 3000)],
            Metadata = PluginMetadata.Of(("no key", "x")),
        };

        var result = await _project.Store.CreateAsync(task, Cancellation);

        result.Diagnostics.Length.ShouldBe(7);
        Directory.Exists(_project["backlog/tasks"]).ShouldBeFalse();
    }

    [Fact]
    public async Task CreateAsync_TooManyValues_AreRefused()
    {
        var many = Enumerable.Range(0, 101).Select(i => $"v{i}").ToImmutableArray();
        var task = new NewTask("x")
        {
            Labels = many,
            AcceptanceCriteria = many,
            Metadata = PluginMetadata.Of(many.Select(m => (m, m))),
        };

        (await _project.Store.CreateAsync(task, Cancellation)).Diagnostics.Length.ShouldBe(3);
        var large = new NewTask("x") { Metadata = PluginMetadata.Of(("a", new string('x', 20_000))) };
        (await _project.Store.CreateAsync(large, Cancellation)).Succeeded.ShouldBeFalse();
        var undefined = new NewTask("x") { Metadata = PluginMetadata.None.Add("a", default) };
        (await _project.Store.CreateAsync(undefined, Cancellation)).Succeeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData("a\nstatus: Done\n---\nid: x", "a status: Done --- id: x")]
    [InlineData("tab\there\u0007\u001b[31m", "tab here  [31m")]
    [InlineData("\u202etitle\u2066 with bidi\u200e", "title with bidi")]
    [InlineData("tag\U000E0041 smuggling", "tag smuggling")]
    [InlineData("<!-- SECTION:DESCRIPTION:END -->", "<!-- SECTION:DESCRIPTION:END -->")]
    [InlineData("---", "---")]
    [InlineData("family 👨‍👩‍👧", "family 👨‍👩‍👧")]
    public async Task CreateAsync_HostileTitle_IsOneHarmlessLine(string title, string expected)
    {
        var created = (await _project.Store.CreateAsync(new NewTask(title), Cancellation)).Value;

        created.Title.ShouldBe(expected);
        created.Status.ShouldBe("To Do");
        Path.GetFileName(_project[created.Path]).ShouldStartWith("task-1 - ");
        Directory.GetFiles(_project["backlog/tasks"]).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task CreateAsync_LoneSurrogate_IsReplaced()
    {
        var title = string.Concat("lone ", (char)0xD83D, " half");

        (await _project.Store.CreateAsync(new NewTask(title), Cancellation)).Value.Title.ShouldBe("lone \uFFFD half");
    }

    [Fact]
    public async Task CreateAsync_TitleOfTenKilobytes_IsCutWithAWarning()
    {
        var result = await _project.Store.CreateAsync(
            new NewTask(string.Concat(Enumerable.Repeat("😀x", 3400))),
            Cancellation
        );

        result.Diagnostics.ShouldHaveSingleItem().Descriptor.ShouldBe(WorkspaceDiagnostics.TaskValueChanged);
        result.Value.Title.Length.ShouldBeLessThanOrEqualTo(512);
        result.Value.Title.ShouldEndWith("…");
        Encoding.UTF8.GetByteCount(Path.GetFileName(result.Value.Path)).ShouldBeLessThanOrEqualTo(255);
    }

    [Fact]
    public async Task CreateAsync_DescriptionWithMarkers_StaysInItsSection()
    {
        var task = new NewTask("x")
        {
            Description = """
                before
                <!-- SECTION:DESCRIPTION:END -->
                <!-- SPECKIT:METADATA:BEGIN -->
                - owner: "evil"
                <!-- SPECKIT:METADATA:END -->
                <!-- AC:BEGIN -->
                - [x] #1 fake
                <!-- AC:END -->
                """,
            AcceptanceCriteria = ["real <!-- AC:END -->\n- [x] #2 fake"],
            Metadata = PluginMetadata.Of(("owner", "me")),
        };

        var created = (await _project.Store.CreateAsync(task, Cancellation)).Value;

        created.Metadata.Single().Value.GetString().ShouldBe("me");
        created.AcceptanceCriteria.ShouldHaveSingleItem().Checked.ShouldBeFalse();
        created.Description.ShouldContain("&lt;!-- SECTION:DESCRIPTION:END -->");
        created.Description.ShouldContain("fake");
    }

    [Fact]
    public async Task ListAsync_AllPlaces_TellsWhereEachLies()
    {
        _project.Write("backlog/tasks/task-10 - b.md", Task("TASK-10"));
        _project.Write("backlog/tasks/task-2 - a.md", Task("TASK-2"));
        _project.Write("backlog/completed/task-1 - c.md", Task("TASK-1"));
        _project.Write("backlog/archive/tasks/task-3 - d.md", Task("TASK-3"));
        _project.Write("backlog/drafts/draft-1 - d.md", Task("DRAFT-1"));
        _project.Write("backlog/tasks/readme.md", "not a task");

        var tasks = (await _project.Store.ListAsync(TaskFilter.All, Cancellation)).Value;

        tasks
            .Select(t => (t.Id, t.Place))
            .ShouldBe([
                ("TASK-2", TaskPlace.Active),
                ("TASK-10", TaskPlace.Active),
                ("TASK-1", TaskPlace.Completed),
                ("TASK-3", TaskPlace.Archived),
            ]);
    }

    [Fact]
    public async Task ListAsync_Filter_MustMatchWholly()
    {
        _project.Write("backlog/tasks/task-1 - a.md", Task("TASK-1", "labels: [a, b]"));
        _project.Write("backlog/tasks/task-2 - a.md", Task("TASK-2", "labels: [a]"));
        _project.Write("backlog/completed/task-3 - a.md", Task("TASK-3", "labels: [a, b]"));

        (await Ids(new TaskFilter { Labels = ["a", "b"] })).ShouldBe(["TASK-1", "TASK-3"]);
        (await Ids(new TaskFilter { Labels = ["a", "b"], Places = [TaskPlace.Active] })).ShouldBe(["TASK-1"]);
        (await Ids(new TaskFilter { Status = " to do " })).Length.ShouldBe(3);
        (await Ids(new TaskFilter { Status = "Done" })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("no front matter")]
    [InlineData("---\nid: TASK-1\n")]
    [InlineData("---\ntitle: no id\n---\n")]
    [InlineData("---\nid: TASK-1\ntitle: [oops\n---\n")]
    [InlineData("---\nid: TASK-1\nid: TASK-2\n---\n")]
    [InlineData("---\n\tid: x\n---\n")]
    [InlineData("---\n{id: TASK-1}\n---\n")]
    [InlineData("---\nid: TASK-1\ntitle: \"a\\\n---\n")]
    [InlineData("\0\0\0")]
    public async Task ListAsync_BrokenFile_IsNamedAndLeftAlone(string text)
    {
        var path = _project.Write("backlog/tasks/task-1 - broken.md", text);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _project.Write("backlog/tasks/task-2 - good.md", Task("TASK-2"));

        var result = await _project.Store.ListAsync(TaskFilter.All, Cancellation);

        result.Value.ShouldHaveSingleItem().Id.ShouldBe("TASK-2");
        var warning = result.Diagnostics.ShouldHaveSingleItem();
        warning.Severity.ShouldBe(Severity.Warning);
        (warning.Message + warning.Location).ShouldContain("task-1 - broken.md");
        (await _project.Store.GetAsync("1", Cancellation)).Diagnostics.Length.ShouldBe(2);
        _project.Read("backlog/tasks/task-1 - broken.md").ShouldBe(text);
    }

    [Fact]
    public async Task ListAsync_FilesThatAreNoText_AreNamed()
    {
        Directory.CreateDirectory(_project["backlog/tasks"]);
        await File.WriteAllBytesAsync(_project["backlog/tasks/task-1 - a.md"], [0xff, 0xfe, 0x00], Cancellation);
        _project.Write("backlog/tasks/task-2 - a.md", new string('x', (1024 * 1024) + 1));
        File.CreateSymbolicLink(_project["backlog/tasks/task-3 - a.md"], "/etc/hosts");

        var result = await _project.Store.ListAsync(TaskFilter.All, Cancellation);

        result.Value.ShouldBeEmpty();
        result.Diagnostics.Length.ShouldBe(3);
    }

    [Fact]
    public async Task ListAsync_TasksFolderIsALink_IsRefused()
    {
        using var outside = new TemporaryFolder();
        Directory.CreateSymbolicLink(_project["backlog/tasks"], outside.Path);

        (await _project.Store.ListAsync(TaskFilter.All, Cancellation))
            .Diagnostics[0]
            .Descriptor.ShouldBe(WorkspaceDiagnostics.PathRefused);
        (await _project.Store.CreateAsync(new NewTask("x"), Cancellation)).Succeeded.ShouldBeFalse();
        (await _project.Store.GetAsync("1", Cancellation)).Succeeded.ShouldBeFalse();
        Directory.GetFiles(outside.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListAsync_FileThatIsJustBeingWritten_IsReadAgain()
    {
        var path = _project.Write("backlog/tasks/task-1 - a.md", "");
        var listing = _project.Store.ListAsync(TaskFilter.All, Cancellation);
        await File.WriteAllTextAsync(path, Task("TASK-1"), Cancellation);

        (await listing).Value.ShouldHaveSingleItem().Id.ShouldBe("TASK-1");
    }

    [Theory]
    [InlineData("TASK-7")]
    [InlineData("task-007")]
    [InlineData(" 7 ")]
    public async Task GetAsync_AnySpelling_FindsTheTask(string id)
    {
        _project.Write("backlog/tasks/task-7 - x.md", Task("TASK-7"));

        (await _project.Store.GetAsync(id, Cancellation)).Value.Id.ShouldBe("TASK-7");
    }

    [Theory]
    [InlineData("TASK-8")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("TASK-\u202e7")]
    public async Task GetAsync_UnknownId_IsNotFound(string id)
    {
        _project.Write("backlog/tasks/task-7 - x.md", Task("TASK-7"));

        (await _project.Store.GetAsync(id, Cancellation))
            .Diagnostics[0]
            .Descriptor.ShouldBe(WorkspaceDiagnostics.TaskNotFound);
    }

    [Fact]
    public async Task GetAsync_IdInTwoFiles_IsAmbiguous()
    {
        _project.Write("backlog/tasks/task-7 - x.md", Task("TASK-7"));
        _project.Write("backlog/completed/task-007 - y.md", Task("TASK-007"));

        var error = (await _project.Store.GetAsync("7", Cancellation)).Diagnostics.ShouldHaveSingleItem();

        error.Descriptor.ShouldBe(WorkspaceDiagnostics.TaskAmbiguous);
        error.Message.ShouldContain("task-007 - y.md");
    }

    [Fact]
    public async Task GetAsync_IdOfAnArchivedTaskGivenAgain_IsTheNewTask()
    {
        _project.Write("backlog/archive/tasks/task-7 - x.md", Task("TASK-7"));
        _project.Write("backlog/tasks/task-7 - y.md", Task("TASK-7"));

        (await _project.Store.GetAsync("7", Cancellation)).Value.Place.ShouldBe(TaskPlace.Active);
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\uFEFF")]
    [InlineData("\r\n", "\uFEFF")]
    public async Task UpdateAsync_EverythingElse_StaysByteForByte(string lineEnd, string mark)
    {
        _project.Clock.Set("2026-12-01 10:00");
        const string Before = """
            ---
            # a comment
            id: TASK-1
            title: >-
              folded
              title
            status:   "To Do"   # quoted
            assignee: @sara
            created_date: 2026-01-02
            custom: {keep: [me, 'as I am']}
            labels:
            - a
            - 'b'
            # after labels

            dependencies: []
            zzz: last
            ---
            Free text before any section.


            ## Description

            <!-- SECTION:DESCRIPTION:BEGIN -->
            Text   
            <!-- SECTION:DESCRIPTION:END -->
            no final line end
            """;
        const string After = """
            ---
            # a comment
            id: TASK-1
            title: >-
              folded
              title
            status: Done
            assignee: @sara
            created_date: 2026-01-02
            updated_date: '2026-12-01 10:00'
            custom: {keep: [me, 'as I am']}
            labels:
              - x
            # after labels

            dependencies: []
            zzz: last
            ---
            Free text before any section.


            ## Description

            <!-- SECTION:DESCRIPTION:BEGIN -->
            Text   
            <!-- SECTION:DESCRIPTION:END -->
            no final line end

            ## Plugin Metadata
            <!-- SPECKIT:METADATA:BEGIN -->
            - n: 1
            <!-- SPECKIT:METADATA:END -->

            """;
        var path = _project.Write("backlog/tasks/task-1 - t.md", Native(Before, lineEnd, mark));

        var result = await _project.Store.UpdateAsync(
            "1",
            new TaskChanges
            {
                Status = "done",
                Labels = ["x"],
                Metadata = Json("""{"n":1}"""),
            },
            Cancellation
        );

        result.Succeeded.ShouldBeTrue();
        Encoding
            .UTF8.GetString(await File.ReadAllBytesAsync(path, Cancellation))
            .ShouldBe(Native(After, lineEnd, mark));
        result.Value.Title.ShouldBe("folded title");
        Directory.GetFiles(_project["backlog/tasks"]).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task UpdateAsync_NothingNew_LeavesTheFile()
    {
        var path = _project.Write("backlog/tasks/task-1 - t.md", Task("TASK-1", "labels: [a]"));
        var stamp = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, stamp);

        await _project.Store.UpdateAsync(
            "1",
            new TaskChanges
            {
                Status = "TO DO",
                Labels = ["a", "a"],
                Metadata = Json("""{"x":null}"""),
            },
            Cancellation
        );

        File.GetLastWriteTimeUtc(path).ShouldBe(stamp);
    }

    [Fact]
    public async Task UpdateAsync_Metadata_IsMerged()
    {
        var id = (
            await _project.Store.CreateAsync(
                new NewTask("x") { Metadata = Json("""{"a":1,"b":{"c":[true,null]}}""") },
                Cancellation
            )
        )
            .Value
            .Id;

        var task = (
            await _project.Store.UpdateAsync(
                id,
                new TaskChanges { Metadata = Json("""{"a":null,"d":"\u003c!-- SPECKIT:METADATA:END -->"}""") },
                Cancellation
            )
        ).Value;

        task.Metadata.Keys.ShouldBe(["b", "d"]);
        task.Metadata["b"].GetRawText().ShouldBe("""{"c":[true,null]}""");
        task.Updated.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("- a: {")]
    [InlineData("my own words")]
    [InlineData("- a: 1\n- a: 2")]
    public async Task UpdateAsync_MetadataThatAPersonBroke_IsNotOverwritten(string lines)
    {
        var text =
            Task("TASK-1")
            + $"\n## Plugin Metadata\n<!-- SPECKIT:METADATA:BEGIN -->\n{lines}\n<!-- SPECKIT:METADATA:END -->\n";
        _project.Write("backlog/tasks/task-1 - t.md", text);

        var result = await _project.Store.UpdateAsync(
            "1",
            new TaskChanges { Metadata = Json("""{"b":1}""") },
            Cancellation
        );

        result.Diagnostics.ShouldHaveSingleItem().Descriptor.ShouldBe(WorkspaceDiagnostics.MetadataUnreadable);
        _project.Read("backlog/tasks/task-1 - t.md").ShouldBe(text);
        (await _project.Store.ListAsync(TaskFilter.All, Cancellation))
            .Diagnostics.ShouldHaveSingleItem()
            .Severity.ShouldBe(Severity.Warning);
    }

    [Theory]
    [InlineData("<!-- SPECKIT:METADATA:BEGIN -->")]
    [InlineData("<!-- SPECKIT:METADATA:BEGIN -->\nwords")]
    public async Task UpdateAsync_MarkerThatStandsAlone_IsNotTakenForASection(string marker)
    {
        _project.Write("backlog/tasks/task-1 - t.md", Task("TASK-1") + marker + "\n");

        (await Change(new TaskChanges { Metadata = Json("""{"b":1}""") })).Descriptor.ShouldBe(
            WorkspaceDiagnostics.MetadataUnreadable
        );

        _project.Read("backlog/tasks/task-1 - t.md").ShouldBe(Task("TASK-1") + marker + "\n");
    }

    [Fact]
    public async Task UpdateAsync_BadValues_AreRefused()
    {
        _project.Write("backlog/tasks/task-1 - t.md", Task("TASK-1"));

        (await Change(new TaskChanges { Status = "Nowhere" })).Descriptor.ShouldBe(WorkspaceDiagnostics.StatusUnknown);
        (await Change(new TaskChanges { Labels = ["a,b"] })).Descriptor.ShouldBe(WorkspaceDiagnostics.TaskValueInvalid);
        (await Change(new TaskChanges { Metadata = Json("""{"a b":1}""") })).Descriptor.ShouldBe(
            WorkspaceDiagnostics.TaskValueInvalid
        );
        (await Change(new TaskChanges { Metadata = Json("""{"a":"\ud800"}""") })).Descriptor.ShouldBe(
            WorkspaceDiagnostics.TaskValueInvalid
        );
    }

    [Theory]
    [InlineData("backlog/completed/task-1 - t.md")]
    [InlineData("backlog/archive/tasks/task-1 - t.md")]
    public async Task UpdateAsync_ClosedTask_IsRefused(string path)
    {
        _project.Write(path, Task("TASK-1"));

        (await Change(new TaskChanges { Status = "Done" })).Descriptor.ShouldBe(WorkspaceDiagnostics.TaskClosed);
    }

    [Fact]
    public async Task UpdateAsync_UnknownTask_IsNotFound() =>
        (await Change(new TaskChanges { Status = "Done" })).Descriptor.ShouldBe(WorkspaceDiagnostics.TaskNotFound);

    [Fact]
    public async Task UpdateAsync_DecisionAgainst_LeavesTheTask()
    {
        _project.Write("backlog/tasks/task-1 - t.md", Task("TASK-1"));

        var result = await _project.Store.UpdateAsync(
            "1",
            task => WorkspaceDiagnostics.TaskNotOwned.Error($"no: {task.Id}"),
            Cancellation
        );

        result.Diagnostics.ShouldHaveSingleItem().Message.ShouldBe("no: TASK-1");
    }

    [Fact]
    public async Task UpdateAsync_EditorSavesMeanwhile_EditorWins()
    {
        var path = _project.Write("backlog/tasks/task-1 - t.md", Task("TASK-1"));

        var result = await _project.Store.UpdateAsync(
            "1",
            _ =>
            {
                File.WriteAllText(path, Task("TASK-1") + "typed");
                return new TaskChanges { Status = "Done" };
            },
            Cancellation
        );

        result.Diagnostics.ShouldHaveSingleItem().Descriptor.ShouldBe(WorkspaceDiagnostics.ChangedMeanwhile);
        (await File.ReadAllTextAsync(path, Cancellation)).ShouldEndWith("typed");
        Directory.GetFileSystemEntries(_project["backlog/tasks"]).ShouldHaveSingleItem();
        Directory.GetFileSystemEntries(_project["backlog/.locks"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task UpdateAsync_FileBecomesUnreadableWhileWaiting_IsAnError()
    {
        var path = _project.Write("backlog/tasks/task-1 - t.md", Task("TASK-1"));
        var held = Directory.CreateDirectory(_project["backlog/.locks/task-task-1"]);
        _project.Clock.OnTimer = () =>
        {
            File.WriteAllText(path, "broken");
            File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            held.Delete();
            _project.Clock.OnTimer = null;
        };

        var result = await _project.Store.UpdateAsync("1", new TaskChanges { Status = "Done" }, Cancellation);

        result.Diagnostics.ShouldHaveSingleItem().Descriptor.ShouldBe(WorkspaceDiagnostics.TaskUnreadable);
    }

    [Fact]
    public async Task UpdateAsync_LockTakenOver_WritesNothing()
    {
        _project.Write("backlog/tasks/task-1 - t.md", Task("TASK-1"));

        var result = await _project.Store.UpdateAsync(
            "1",
            _ =>
            {
                Directory.SetLastWriteTimeUtc(
                    _project["backlog/.locks/task-task-1"],
                    new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc)
                );
                return new TaskChanges { Status = "Done" };
            },
            Cancellation
        );

        result.Diagnostics.ShouldHaveSingleItem().Descriptor.ShouldBe(WorkspaceDiagnostics.ChangedMeanwhile);
        _project.Read("backlog/tasks/task-1 - t.md").ShouldBe(Task("TASK-1"));
        Directory.Exists(_project["backlog/.locks/task-task-1"]).ShouldBeTrue("it is another's now");
    }

    [Fact]
    public void Constructor_NoArguments_Throws()
    {
        Should.Throw<ArgumentNullException>(() => new BacklogStore(null!, TimeProvider.System));
        Should.Throw<ArgumentNullException>(() => new BacklogStore(BacklogProject.Find(_project.Root).Value, null!));
    }

    private static string Native(string text, string lineEnd, string mark) =>
        mark + text.Replace("\n", lineEnd, StringComparison.Ordinal);

    private static ImmutableSortedDictionary<string, JsonElement> Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PluginMetadata.None.AddRange(
            document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.Clone()))
        );
    }

    private static string Task(string id, string line = "labels: []") =>
        $"---\nid: {id}\ntitle: t\nstatus: To Do\nassignee: []\n{line}\ndependencies: []\n---\n";

    private async Task<Diagnostic> Change(TaskChanges changes) =>
        (await _project.Store.UpdateAsync("1", changes, Cancellation)).Diagnostics[0];

    private async Task<ImmutableArray<string>> Ids(TaskFilter filter) =>
        [.. (await _project.Store.ListAsync(filter, Cancellation)).Value.Select(t => t.Id)];
}
