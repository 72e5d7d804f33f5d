using Speckit.Manifests.Model;
using Speckit.Workspace.Agents;

namespace Speckit.Workspace.Tests.Agents;

public sealed class AgentFileStoreTests : IDisposable
{
    private const string Scan = ".claude/commands/jpspec/scan.md";
    private const string Auditor = ".claude/agents/auditor.md";
    private static readonly PluginName Alpha = PluginName.Parse("alpha");
    private static readonly PluginName Beta = PluginName.Parse("@acme/beta");

    private readonly TemporaryFolder _project = new();

    private AgentFileStore Store => new(_project.Path);

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Reconcile_NewFiles_WritesThemAndRemembersThemSorted()
    {
        var report = Store.Reconcile([File(Scan, "scan"), new AgentFile(Auditor, Beta, "audit")]).Value;

        report.Written.ShouldBe([Auditor, Scan]);
        report.Kept.ShouldBeEmpty();
        _project.Read(Scan).ShouldBe("scan");
        _project
            .Read(AgentFileLedger.Path)
            .ShouldBe(
                $$"""
                {
                  "version": 1,
                  "files": {
                    ".claude/agents/auditor.md": {
                      "plugin": "@acme/beta",
                      "sha256": "{{AgentFileStore.Digest("audit")}}"
                    },
                    ".claude/commands/jpspec/scan.md": {
                      "plugin": "alpha",
                      "sha256": "{{AgentFileStore.Digest("scan")}}"
                    }
                  },
                  "folders": [
                    ".claude",
                    ".claude/agents",
                    ".claude/commands",
                    ".claude/commands/jpspec"
                  ]
                }

                """
            );
    }

    [Fact]
    public void Reconcile_SameAgain_ChangesNothing()
    {
        Store.Reconcile([File(Scan, "scan")]);
        var before = Stamps();

        var report = new AgentFileStore(_project.Path, step => throw new InvalidOperationException(step))
            .Reconcile([File(Scan, "scan")])
            .Value;

        report.Unchanged.ShouldBe([Scan]);
        report.Written.ShouldBeEmpty();
        Stamps().ShouldBe(before);
    }

    [Fact]
    public void Reconcile_NewContent_ReplacesOurFile()
    {
        Store.Reconcile([File(Scan, "old")]);

        Store.Reconcile([File(Scan, "new")]).Value.Written.ShouldBe([Scan]);

        _project.Read(Scan).ShouldBe("new");
    }

    [Fact]
    public void Reconcile_NothingDesired_LeavesNothingBehind()
    {
        Store.Reconcile([File(Scan, "scan"), File(Auditor, "audit")]);

        Store.Reconcile([]).Value.Removed.ShouldBe([Auditor, Scan]);

        Directory.Exists(_project[".claude"]).ShouldBeFalse();
        System.IO.File.Exists(_project[AgentFileLedger.Path]).ShouldBeFalse();
    }

    [Fact]
    public void Reconcile_FoldersThatAPersonMade_StayEvenWhenEmpty()
    {
        Directory.CreateDirectory(_project[".claude/commands"]);
        Store.Reconcile([File(Scan, "scan")]);

        Store.Reconcile([]);

        Directory.Exists(_project[".claude/commands"]).ShouldBeTrue();
        Directory.Exists(_project[".claude/commands/jpspec"]).ShouldBeFalse();
    }

    [Fact]
    public void Reconcile_FolderOfOursWithAPersonsFile_Stays()
    {
        Store.Reconcile([File(Scan, "scan")]);
        _project.Write(".claude/commands/jpspec/mine.md", "mine");

        Store.Reconcile([]).Value.Removed.ShouldBe([Scan]);

        _project.Read(".claude/commands/jpspec/mine.md").ShouldBe("mine");
    }

    [Fact]
    public void Reconcile_FileAPersonMade_IsKeptForEver()
    {
        _project.Write(Scan, "mine");

        var result = Store.Reconcile([File(Scan, "theirs"), File(Auditor, "audit")]);

        result.Value.Kept.ShouldBe([new KeptFile(Scan, Alpha, KeptReason.MadeByPerson)]);
        result.Value.Written.ShouldBe([Auditor]);
        result.Diagnostics.ShouldHaveSingleItem().Descriptor.ShouldBe(WorkspaceDiagnostics.AgentFileKept);
        Store.Reconcile([]).Value.Removed.ShouldBe([Auditor]);
        _project.Read(Scan).ShouldBe("mine");
    }

    [Fact]
    public void Reconcile_FileAPersonEdited_IsNeitherReplacedNorDeleted()
    {
        Store.Reconcile([File(Scan, "v1")]);
        _project.Write(Scan, "v1 and my words");

        Store.Reconcile([File(Scan, "v2")]).Value.Kept.ShouldBe([new KeptFile(Scan, Alpha, KeptReason.EditedByPerson)]);
        Store.Reconcile([]).Value.Kept.ShouldBe([new KeptFile(Scan, Alpha, KeptReason.EditedByPerson)]);
        Store.Reconcile([]).Value.Kept.ShouldBeEmpty();

        _project.Read(Scan).ShouldBe("v1 and my words");
    }

    [Fact]
    public void Reconcile_EditThatThePersonUndid_IsOursAgain()
    {
        Store.Reconcile([File(Scan, "v1")]);
        _project.Write(Scan, "edited");
        Store.Reconcile([File(Scan, "v2")]);
        _project.Write(Scan, "v1");

        Store.Reconcile([File(Scan, "v2")]).Value.Written.ShouldBe([Scan]);
    }

    [Fact]
    public void Reconcile_FileDeletedByHand_IsWrittenAgainWhileDesiredAndForgottenAfterwards()
    {
        Store.Reconcile([File(Scan, "v1")]);
        System.IO.File.Delete(_project[Scan]);

        Store.Reconcile([File(Scan, "v1")]).Value.Written.ShouldBe([Scan]);
        System.IO.File.Delete(_project[Scan]);
        Store.Reconcile([]).Value.Removed.ShouldBeEmpty();
        System.IO.File.Exists(_project[AgentFileLedger.Path]).ShouldBeFalse();
    }

    [Fact]
    public void Reconcile_FileWithTheSameContent_IsTakenOver()
    {
        _project.Write(Scan, "same");

        Store.Reconcile([File(Scan, "same")]).Value.Unchanged.ShouldBe([Scan]);

        Store.Reconcile([]).Value.Removed.ShouldBe([Scan]);
    }

    [Fact]
    public void Reconcile_FolderWithTheFilesName_IsKept()
    {
        Directory.CreateDirectory(_project[Scan]);

        Store.Reconcile([File(Scan, "x")]).Value.Kept.ShouldBe([new KeptFile(Scan, Alpha, KeptReason.IsFolder)]);
    }

    [Fact]
    public void Reconcile_OurFileBecameAFolder_IsKeptAndForgotten()
    {
        Store.Reconcile([File(Scan, "x")]);
        System.IO.File.Delete(_project[Scan]);
        Directory.CreateDirectory(_project[Scan]);

        Store.Reconcile([]).Value.Kept.ShouldBe([new KeptFile(Scan, Alpha, KeptReason.IsFolder)]);
        Directory.Exists(_project[Scan]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(".claude/commands/jpspec/SCAN.md")]
    [InlineData(".claude/commands/JPSPEC/other.md")]
    [InlineData(".Claude/x")]
    public void Reconcile_NameThatDiffersInCase_IsKept(string existing)
    {
        _project.Write(existing, "mine");

        Store
            .Reconcile([File(Scan, "theirs")])
            .Value.Kept.ShouldBe([new KeptFile(Scan, Alpha, KeptReason.DiffersInCase)]);

        _project.Read(existing).ShouldBe("mine");
    }

    [Fact]
    public void Reconcile_OurFileIsRenamedInCaseOnly_ReplacesIt()
    {
        Store.Reconcile([File(".claude/agents/Auditor.md", "a")]);

        Store.Reconcile([File(Auditor, "a")]).Value.Written.ShouldBe([Auditor]);

        Directory.GetFiles(_project[".claude/agents"]).Select(Path.GetFileName).ShouldBe(["auditor.md"]);
    }

    [Theory]
    [InlineData(Scan, Scan)]
    [InlineData(Scan, ".claude/commands/JPSPEC/Scan.md")]
    public void Reconcile_TwoPluginsWantOnePath_FailsAndWritesNothing(string first, string second)
    {
        var result = Store.Reconcile([File(first, "a"), new AgentFile(second, Beta, "b")]);

        var error = result.Diagnostics.ShouldHaveSingleItem();
        error.Descriptor.ShouldBe(WorkspaceDiagnostics.AgentFileConflict);
        error.Message.ShouldContain("alpha and @acme/beta");
        Directory.GetFileSystemEntries(_project.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../evil.md")]
    [InlineData("/etc/evil.md")]
    [InlineData(".claude/settings.json")]
    [InlineData(".claude/commands/../../evil.md")]
    [InlineData(".claude/commands/a/b/c.md")]
    [InlineData(".claude/agents/a/b.md")]
    [InlineData(".claude/agents/.md")]
    [InlineData(".claude/agents/con.md")]
    [InlineData(".claude/agents/LPT1.x.md")]
    [InlineData(".claude/agents/a\\b.md")]
    [InlineData(".claude/agents/a b.md")]
    [InlineData(".claude/commands/-x.md")]
    [InlineData(".claude/hooks/x.md")]
    [InlineData("")]
    public void Reconcile_PathThatIsNoAgentFile_IsRefused(string path)
    {
        var result = Store.Reconcile([File(path, "x")]);

        result.Diagnostics.ShouldHaveSingleItem().Descriptor.ShouldBe(WorkspaceDiagnostics.PathRefused);
        Directory.GetFileSystemEntries(_project.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(".claude")]
    [InlineData(".claude/commands")]
    [InlineData(".claude/commands/jpspec")]
    [InlineData(Scan)]
    [InlineData(".specify")]
    [InlineData(AgentFileLedger.Path)]
    public void Reconcile_SymbolicLinkOnTheWay_IsRefused(string link)
    {
        using var outside = new TemporaryFolder();
        outside.Write("target", "outside");
        Directory.CreateDirectory(Path.GetDirectoryName(_project[link])!);
        var target =
            link.EndsWith(".md", StringComparison.Ordinal) || link.EndsWith(".json", StringComparison.Ordinal)
                ? outside["target"]
                : outside.Path;
        System.IO.File.CreateSymbolicLink(_project[link], target);

        var result = Store.Reconcile([File(Scan, "x")]);

        result.Diagnostics.ShouldHaveSingleItem().Descriptor.ShouldBe(WorkspaceDiagnostics.PathRefused);
        Directory.GetFileSystemEntries(outside.Path).ShouldBe([outside["target"]]);
        outside.Read("target").ShouldBe("outside");
    }

    [Fact]
    public void Reconcile_DanglingLink_IsRefused()
    {
        Directory.CreateDirectory(_project[".claude/agents"]);
        System.IO.File.CreateSymbolicLink(_project[Auditor], _project["nowhere"]);

        Store.Reconcile([File(Auditor, "x")]).Succeeded.ShouldBeFalse();

        System.IO.File.Exists(_project["nowhere"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"version\":2,\"files\":{},\"folders\":[]}")]
    [InlineData("{\"version\":1,\"files\":{}}")]
    [InlineData("{\"version\":1,\"files\":[],\"folders\":[]}")]
    [InlineData("{\"version\":1,\"files\":{},\"folders\":[\"src\"]}")]
    [InlineData("{\"version\":1,\"files\":{},\"folders\":[null]}")]
    [InlineData(
        "{\"version\":1,\"files\":{\".claude/agents/a.md\":{\"plugin\":\"p\",\"sha256\":\"x\"}},\"folders\":[]}"
    )]
    [InlineData("{\"version\":1,\"files\":{\".claude/agents/a.md\":{\"plugin\":null,\"sha256\":null}},\"folders\":[]}")]
    public void Reconcile_LedgerThatCannotBeUsed_FailsAndChangesNothing(string ledger)
    {
        _project.Write(AgentFileLedger.Path, ledger);

        var result = Store.Reconcile([File(Scan, "x")]);

        result.Diagnostics.ShouldHaveSingleItem().Descriptor.ShouldBe(WorkspaceDiagnostics.AgentLedgerInvalid);
        _project.Read(AgentFileLedger.Path).ShouldBe(ledger);
        Directory.Exists(_project[".claude"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("../victim.md")]
    [InlineData("victim.md")]
    [InlineData(".git/hooks/pre-commit")]
    public void Reconcile_LedgerOfAHostileCheckout_CannotNameOtherFiles(string path)
    {
        _project.Write("victim.md", "precious");
        _project.Write(
            AgentFileLedger.Path,
            $$$"""{"version":1,"files":{"{{{path}}}":{"plugin":"p","sha256":"{{{AgentFileStore.Digest("precious")}}}"}},"folders":[]}"""
        );

        Store.Reconcile([]).Succeeded.ShouldBeFalse();

        _project.Read("victim.md").ShouldBe("precious");
    }

    [Fact]
    public void Reconcile_HugeLedger_IsRefused()
    {
        _project.Write(AgentFileLedger.Path, new string(' ', (8 * 1024 * 1024) + 1));

        Store.Reconcile([]).Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("8 MiB");
    }

    [Fact]
    public void Reconcile_PersonWritesWhileWeDo_PersonWins()
    {
        Store.Reconcile([File(Auditor, "old"), File(".claude/agents/gone.md", "gone")]);
        var store = new AgentFileStore(
            _project.Path,
            step =>
            {
                if (
                    step.StartsWith("rename .claude", StringComparison.Ordinal)
                    || step == "delete .claude/agents/gone.md"
                )
                {
                    _project.Write(step.Split(' ')[1], "person");
                }
            }
        );

        var report = store.Reconcile([File(Auditor, "new"), File(Scan, "new")]).Value;

        report
            .Kept.Select(k => (k.Path, k.Reason))
            .ShouldBe([
                (Auditor, KeptReason.EditedByPerson),
                (".claude/agents/gone.md", KeptReason.EditedByPerson),
                (Scan, KeptReason.MadeByPerson),
            ]);
        foreach (var kept in report.Kept)
        {
            _project.Read(kept.Path).ShouldBe("person");
        }

        NoTemporaries();
    }

    [Fact]
    public void Reconcile_EndedAtAnyStep_ConvergesAfterwards()
    {
        AgentFile[] before = [File(Scan, "v1"), File(Auditor, "a1"), File(".claude/commands/old.md", "old")];
        AgentFile[] after =
        [
            File(Scan, "v2"),
            File(".claude/commands/acme/new.md", "new"),
            File(".claude/agents/b.md", "b"),
        ];
        AgentFile[] other = [File(Scan, "v3")];
        var steps = 0;
        for (var end = 1; ; end++)
        {
            using var project = new TemporaryFolder();
            new AgentFileStore(project.Path).Reconcile(before);
            project.Write(".claude/commands/mine.md", "mine");
            if (!Crashes(project, after, end))
            {
                steps = end - 1;
                break;
            }

            // What was wanted may have changed by the time somebody tries again.
            var desired = end % 2 == 0 ? after : other;
            var report = new AgentFileStore(project.Path).Reconcile(desired);

            report.Value.Kept.ShouldBeEmpty($"step {end}");
            ShouldHold(project, desired, $"step {end}");
            new AgentFileStore(project.Path).Reconcile([]).Value.Kept.ShouldBeEmpty();
            ShouldHold(project, [], $"step {end}, emptied");
        }

        steps.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Reconcile_EndedTwiceAtAnySteps_ConvergesAfterwards()
    {
        AgentFile[] first = [File(Scan, "v1"), File(Auditor, "a1")];
        AgentFile[] second = [File(Scan, "v2")];
        for (var end = 1; end < 14; end++)
        {
            for (var again = 1; again < 14; again++)
            {
                using var project = new TemporaryFolder();
                project.Write(".claude/commands/mine.md", "mine");
                Crashes(project, first, end);
                Crashes(project, second, again);

                new AgentFileStore(project.Path).Reconcile(first).Value.Kept.ShouldBeEmpty();

                ShouldHold(project, first, $"{end}, {again}");
            }
        }
    }

    private static bool Crashes(TemporaryFolder project, AgentFile[] desired, int end)
    {
        var step = 0;
        try
        {
            new AgentFileStore(project.Path, _ => KillAt(++step, end)).Reconcile(desired);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static void KillAt(int step, int end)
    {
        if (step == end)
        {
            throw new OperationCanceledException("killed");
        }
    }

    private static void ShouldHold(TemporaryFolder project, AgentFile[] desired, string when)
    {
        string[] expected = [".claude/commands/mine.md", .. desired.Select(f => f.Path)];
        var actual = Directory
            .GetFiles(project[".claude"], "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(project.Path, f).Replace('\\', '/'));
        actual.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal), when);
        foreach (var file in desired)
        {
            project.Read(file.Path).ShouldBe(file.Content, when);
        }

        Directory
            .GetDirectories(project[".claude"], "*", SearchOption.AllDirectories)
            .ShouldAllBe(d => Directory.GetFileSystemEntries(d).Length > 0, when);
    }

    private void NoTemporaries() =>
        Directory.GetFiles(_project.Path, "*tmp", SearchOption.AllDirectories).ShouldBeEmpty();

    private Dictionary<string, DateTime> Stamps() =>
        Directory
            .GetFileSystemEntries(_project.Path, "*", SearchOption.AllDirectories)
            .ToDictionary(f => f, System.IO.File.GetLastWriteTimeUtc);

    private static AgentFile File(string path, string content) => new(path, Alpha, content);
}
