using Speckit.Host.Installed;
using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Host.Staging;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Digests;

namespace Speckit.Host.Tests.Staging;

/// <summary>Whenever a change stops, the next command leaves the old or the new state, and nothing in between.</summary>
public sealed class CrashTests
{
    private static readonly PluginName Name = PluginName.Parse("@acme/tool");

    public static TheoryData<string> Operations =>
        ["install", "install over configuration", "update", "reinstall", "remove", "purge", "enable", "disable"];

    /// <summary>The disk is copied after each step: the copy is what a kill at that moment leaves.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Recovery_AfterStopAtAnyStep_LeavesOldOrNewState(string operation)
    {
        using var project = new TestProject();
        var archive = await PrepareAsync(project, operation);
        using var snapshots = new TempFolder();
        var before = Describe(project.Layout);
        var steps = new List<string>();
        var watched = project.CreateHost(step =>
        {
            TempFolder.Copy(project.Layout.Directory, snapshots.At(steps.Count.ToString(), ".specify"));
            CopyOutput(project.Layout.Root, snapshots.At(steps.Count.ToString()));
            steps.Add(step);
        });
        await RunAsync(project, operation, archive, watched);
        var after = Describe(project.Layout);
        steps.Count.ShouldBeGreaterThanOrEqualTo(2);

        for (var i = 0; i < steps.Count; i++)
        {
            var crashed = HostAt(snapshots.At(i.ToString()), project);
            Recovery.IsNeeded(crashed.Project).ShouldBeTrue();

            ProjectTransaction.RecoverIfNeeded(crashed).Succeeded.ShouldBeTrue();

            var state = Describe(crashed.Project);
            (state == before || state == after).ShouldBeTrue(
                $"after {steps[i]}:\n{state}\nbefore:\n{before}\nafter:\n{after}"
            );
            Directory.EnumerateFileSystemEntries(crashed.Project.StagingDirectory).ShouldBeEmpty();
            Recovery.IsNeeded(crashed.Project).ShouldBeFalse();
        }
    }

    /// <summary>An exception in place of a kill: the change is settled at once, and at the latest by the next command.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Change_ExceptionAtAnyStep_LeavesOldOrNewState(string operation)
    {
        foreach (var stop in new[] { "Begin", "MoveOldAside", "MoveIn", "Commit" })
        {
            using var project = new TestProject();
            var archive = await PrepareAsync(project, operation);
            var before = Describe(project.Layout);
            var reached = false;
            var host = project.CreateHost(step =>
            {
                if (step == stop)
                {
                    reached = true;
                    throw new IOException("No space left on device");
                }
            });
            if (await StopsAsync(project, operation, archive, host) && stop is not ("Begin" or "Commit"))
            {
                Directory
                    .EnumerateFileSystemEntries(project.Layout.StagingDirectory)
                    .Count()
                    .ShouldBe(IsToggle(operation) || operation == "reinstall" ? 1 : 0);
            }

            if (!reached)
            {
                continue;
            }

            ProjectTransaction.RecoverIfNeeded(project.Host).Succeeded.ShouldBeTrue();
            if (stop != "Commit")
            {
                Describe(project.Layout).ShouldBe(before, $"stopped at {stop}");
            }

            LockAgreesWithFolder(project.Layout);
            Recovery.IsNeeded(project.Layout).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Recovery_StoppedItself_RunsAgainWithoutLoss()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource(Name.ToString()));
        var archive = new PluginSource(Name.ToString(), "2.0.0").Pack(project.Folder);
        var before = Describe(project.Layout);
        using var snapshot = new TempFolder();
        var watched = project.CreateHost(step =>
        {
            if (step == "MoveIn")
            {
                TempFolder.Copy(project.Layout.Root, snapshot.At("project"));
            }
        });
        await project.InstallAsync(archive, watched);
        var crashed = HostAt(snapshot.At("project"), project);

        for (var i = 0; i < 3; i++)
        {
            Recovery.Run(crashed).Succeeded.ShouldBeTrue();
        }

        Recovery.Sweep(crashed);
        Describe(crashed.Project).ShouldBe(before);
    }

    [Fact]
    public async Task Recovery_SweptHalf_TakesNothingFromTheInstalledPlugin()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource(Name.ToString()));
        var before = Describe(project.Layout);
        var item = new StagedItem
        {
            Operation = StagedOperation.Install,
            Plugin = Name.ToString(),
            Tree = "sha256:" + new string('1', 64),
        };
        var change = StagedChange.Begin(project.Host, item);
        var prepared = change.Plugins[0].Package.Prepared;
        File.WriteAllText(Path.Combine(prepared, "half"), "");

        // Deleting begins with the journal, and is stopped after the prepared tree.
        File.Delete(Path.Combine(change.Directory, StagingJournal.FileName));
        Directory.Delete(prepared, recursive: true);

        ProjectTransaction.RecoverIfNeeded(project.Host).Succeeded.ShouldBeTrue();
        Describe(project.Layout).ShouldBe(before);
    }

    [Fact]
    public void Recovery_StrayFilesAndBrokenJournals_AreSwept()
    {
        using var project = new TestProject();
        Directory.CreateDirectory(Path.Combine(project.Layout.StagingDirectory, "x"));
        File.WriteAllText(Path.Combine(project.Layout.StagingDirectory, "x", StagingJournal.FileName), "{]");
        Directory.CreateDirectory(Path.Combine(project.Layout.StagingDirectory, "y"));
        File.WriteAllText(
            Path.Combine(project.Layout.StagingDirectory, "y", StagingJournal.FileName),
            """{"items":[{"operation":"Remove","plugin":"../../etc"}]}"""
        );
        File.WriteAllText(Path.Combine(project.Layout.StagingDirectory, "stray"), "");

        ProjectTransaction.RecoverIfNeeded(project.Host).Succeeded.ShouldBeTrue();

        Recovery.IsNeeded(project.Layout).ShouldBeFalse();
    }

    [Fact]
    public async Task Recovery_LockFileDamaged_FailsAndTouchesNothing()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource(Name.ToString()));
        var item = new StagedItem { Operation = StagedOperation.Remove, Plugin = Name.ToString() };
        var change = StagedChange.Begin(project.Host, item);
        File.WriteAllText(project.Layout.LockFile, "{");

        ProjectTransaction.RecoverIfNeeded(project.Host).Diagnostics[0].Code.ShouldBe("SPK5002");

        Directory.Exists(change.Directory).ShouldBeTrue();
    }

    [Fact]
    public void Recovery_AnotherWriterAtWork_IsLeftToIt()
    {
        using var project = new TestProject();
        Directory.CreateDirectory(Path.Combine(project.Layout.StagingDirectory, "x"));
        using var writer = ProjectWriteLock.TryAcquire(project.Layout);

        ProjectTransaction.RecoverIfNeeded(project.Host).Succeeded.ShouldBeTrue();

        Recovery.IsNeeded(project.Layout).ShouldBeTrue();
    }

    [Fact]
    public async Task Enable_OutputFails_NextCommandBringsItInLine()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(new PluginSource(Name.ToString()));
        project.Output.Failure = HostDiagnostics.FileSystem.Error("disk on fire");

        (await project.EnableAsync(plugin.Name)).Diagnostics[0].Code.ShouldBe("SPK5018");
        ProjectTransaction.RecoverIfNeeded(project.Host).Diagnostics[0].Code.ShouldBe("SPK5018");
        project.Output.Failure = null;
        ProjectTransaction.RecoverIfNeeded(project.Host).Succeeded.ShouldBeTrue();

        RecordingOutput.Read(project.Layout).ShouldBe(["@acme/tool 1.0.0"]);
    }

    private static bool IsToggle(string operation) => operation is "enable" or "disable";

    private static async Task<string> PrepareAsync(TestProject project, string operation)
    {
        var source = new PluginSource(Name.ToString());
        if (operation is "install over configuration")
        {
            Directory.CreateDirectory(project.Layout.PluginDirectory(Name));
            File.WriteAllText(project.Layout.PluginConfigFile(Name), "kept: true\n");
        }

        if (operation is not ("install" or "install over configuration"))
        {
            await project.InstalledAsync(source);
            File.WriteAllText(project.Layout.PluginConfigFile(Name), "mine: 1\n");
            Directory.CreateDirectory(project.Layout.PluginDataDirectory(Name));
            File.WriteAllText(Path.Combine(project.Layout.PluginDataDirectory(Name), "data"), "1");
        }

        if (operation is "update" or "reinstall" or "disable" or "remove" or "purge")
        {
            (await project.EnableAsync(Name)).Succeeded.ShouldBeTrue();
        }

        return (operation == "update" ? source with { Version = "2.0.0" } : source).Pack(project.Folder);
    }

    private static async Task RunAsync(TestProject project, string operation, string archive, HostEnvironment host)
    {
        var (succeeded, problems) = operation switch
        {
            "remove" or "purge" => Outcome(await project.RemoveAsync(Name, operation == "purge", host)),
            "enable" => Outcome(await project.EnableAsync(Name, host)),
            "disable" => Outcome(await project.DisableAsync(Name, host)),
            _ => Outcome(await project.InstallAsync(archive, host)),
        };
        succeeded.ShouldBeTrue(problems);
    }

    private static (bool Succeeded, string Problems) Outcome<T>(Result<T> result)
        where T : notnull => (result.Succeeded, string.Join("; ", result.Diagnostics));

    private static async Task<bool> StopsAsync(
        TestProject project,
        string operation,
        string archive,
        HostEnvironment host
    )
    {
        try
        {
            await RunAsync(project, operation, archive, host);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static HostEnvironment HostAt(string root, TestProject project) =>
        new(new ProjectLayout(root), project.User, TimeProvider.System, [project.Output]);

    private static void CopyOutput(string from, string to)
    {
        var output = Path.Combine(from, RecordingOutput.FileName);
        if (File.Exists(output))
        {
            File.Copy(output, Path.Combine(to, RecordingOutput.FileName));
        }
    }

    /// <summary>What counts: the lock file, the plugin's folder, its data and the outputs.</summary>
    private static string Describe(ProjectLayout layout)
    {
        var folder = layout.PluginDirectory(Name);
        var locked = LockFileReader.Read(layout.LockFile).Value.Plugins.GetValueOrDefault(Name);
        var tree = Directory.Exists(folder) ? TreeDigest.Compute(folder).Value.ToString() : "none";
        var configuration = File.Exists(layout.PluginConfigFile(Name))
            ? File.ReadAllText(layout.PluginConfigFile(Name))
            : "none";
        var data = Directory.Exists(layout.PluginDataDirectory(Name));
        var outputs = string.Join(",", RecordingOutput.Read(layout));
        return $"locked {locked?.Version} {locked?.Enabled} {locked?.Tree}\ntree {tree}\nconfig {configuration}\ndata {data}\noutputs {outputs}";
    }

    private static void LockAgreesWithFolder(ProjectLayout layout)
    {
        var locked = LockFileReader.Read(layout.LockFile).Value.Plugins.GetValueOrDefault(Name);
        if (locked is not null)
        {
            TreeDigest.Compute(layout.PluginDirectory(Name)).Value.ToString().ShouldBe(locked.Tree);
        }

        var enabled = InstalledIndex.Load(layout).Value.Where(p => p.Enabled).Select(p => $"{p.Name} {p.Version}");
        RecordingOutput.Read(layout).ShouldBe(enabled);
    }
}
