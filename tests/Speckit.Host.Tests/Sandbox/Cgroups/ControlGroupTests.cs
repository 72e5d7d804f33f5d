using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Cgroups;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Sandbox.Cgroups;

public sealed class ControlGroupTests
{
    private static readonly SandboxLimits Limits = new()
    {
        MemoryMegabytes = 64,
        Processes = 9,
        CpuPercent = 50,
    };

    [Fact]
    public void Find_BothVersions_AreToldApart()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("memory", "own"));
        Directory.CreateDirectory(folder.At("cpu,cpuacct"));
        Directory.CreateDirectory(folder.At("unified", "app.slice"));
        File.WriteAllText(folder.At("unified", "cgroup.controllers"), "memory pids");
        File.WriteAllText(folder.At("unified", "app.slice", "cgroup.subtree_control"), "memory pids\n");
        File.WriteAllText(
            folder.At("membership"),
            "4:memory:/own\n2:cpu,cpuacct:/elsewhere\n9:name=systemd:/\n0::/app.slice/me.scope\nnonsense\n"
        );

        var found = GroupParent.Find(folder.At("membership"), folder.Path);

        found.ShouldBe([
            new GroupParent(folder.At("memory", "own"), "memory"),
            new GroupParent(folder.At("cpu,cpuacct"), "cpu,cpuacct"),
            new GroupParent(folder.At("unified", "app.slice"), ""),
        ]);
        GroupParent.Find(folder.At("nothing"), folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Settings_EachController_HasItsFiles()
    {
        new GroupParent("/g", "")
            .Settings(Limits)
            .ShouldBe([
                ("memory.max", "67108864"),
                ("memory.swap.max", "0"),
                ("pids.max", "9"),
                ("cpu.max", "50000 100000"),
            ]);
        new GroupParent("/g", "memory").Settings(Limits).Count().ShouldBe(2);
        new GroupParent("/g", "pids").Settings(Limits).ShouldBe([("pids.max", "11")]);
        new GroupParent("/g", "cpu,cpuacct").Settings(Limits).ShouldBe([("cpu.cfs_quota_us", "50000")]);
        new GroupParent("/g", "cpu").Settings(SandboxLimits.Default).ShouldBeEmpty();
        new GroupParent("/g", "devices").Settings(Limits).ShouldBeEmpty();
    }

    [Fact]
    public void Create_WhereNoGroupCanBe_LeavesNothing()
    {
        using var folder = new TempFolder();

        // A folder that is not the kernel's has no files to write the limits into.
        ControlGroup.Create([new GroupParent(folder.Path, "memory")], "speckit-1-1", Limits).ShouldBeNull();

        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Sweep_Groups_RemovesThoseOfDeadHosts()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("speckit-7-11-100-1"));
        Directory.CreateDirectory(folder.At("speckit-7-22-200-1"));
        Directory.CreateDirectory(folder.At("other-7-11-100-1"));

        new GroupParent(folder.Path, "memory").Sweep(name => name.Contains("-11-", StringComparison.Ordinal));

        Directory
            .EnumerateDirectories(folder.Path)
            .Select(Path.GetFileName)
            .Order()
            .ShouldBe(["other-7-11-100-1", "speckit-7-22-200-1"]);
    }

    [Fact]
    public async Task Create_OnThisMachine_LimitsAndIsRemoved()
    {
        var parents = OperatingSystem.IsLinux() ? GroupParent.Find() : [];
        var name = GroupName.Next();
        if (ControlGroup.Create(parents, name, Limits) is not { } group)
        {
            Assert.Skip("this user may make no control group here");
            return;
        }

        (group.LimitsMemory || group.LimitsProcesses).ShouldBeTrue();
        group.RanOutOfMemory().ShouldBeFalse();
        group.RanOutOfProcesses().ShouldBeFalse();
        using var starter = new ProcessStarter();
        var profile = new SandboxProfile
        {
            Plugin = "tool",
            ProjectRoot = "/p",
            Project = ProjectAccess.None,
            PackageDirectory = "/p/t",
            DataDirectory = "/p/d",
        };
        var session = new SandboxSession(profile, SandboxTier.Full, leadsGroup: false) { Group = group };
        using var sleeper = await starter.StartAsync(new System.Diagnostics.ProcessStartInfo("sleep", "300"), session);
        group.TryAdd(sleeper.Id).ShouldBeTrue();
        File.ReadAllText($"/proc/{sleeper.Id}/cgroup").ShouldContain(name);
        await group.RemoveAsync();
        await sleeper.WaitForExitAsync();
        parents.ShouldAllBe(p => !Directory.Exists(Path.Combine(p.Path, name)) || p.Controllers.Length > 0);
        foreach (var parent in parents)
        {
            // The machine's own groups: what others run at the same time is not this test's to end.
            parent.Sweep(n => n == name);
        }
    }
}
