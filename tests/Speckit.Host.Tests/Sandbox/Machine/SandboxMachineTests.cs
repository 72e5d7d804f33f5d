using Speckit.Host.Platform;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Machine;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Sandbox.Machine;

public sealed class SandboxMachineTests
{
    private static readonly SandboxMachine Best = new()
    {
        Launcher = "/bin/true",
        Bubblewrap = "/usr/bin/bwrap",
        LandlockVersion = 6,
        HasSeccomp = true,
    };

    [Fact]
    public void Tier_WhatIsThere_DecidesIt()
    {
        Best.Tier.ShouldBe(SandboxTier.Full);
        (Best with { Bubblewrap = null }).Tier.ShouldBe(SandboxTier.Restricted);
        (Best with { NamespaceProblem = "no" }).Tier.ShouldBe(SandboxTier.Restricted);
        (Best with { Bubblewrap = null, LandlockVersion = 0 }).Tier.ShouldBe(SandboxTier.Process);
        (Best with { LandlockVersion = 0 }).Tier.ShouldBe(SandboxTier.Full);
        (Best with { HasSeccomp = false }).Tier.ShouldBe(SandboxTier.Process);
        (Best with { Launcher = null }).Tier.ShouldBe(SandboxTier.Process);
    }

    [Fact]
    public void FindProgram_EntriesThatAProjectCouldFill_AreLeftOut()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("project", "bin"));
        Directory.CreateDirectory(folder.At("system"));
        Directory.CreateDirectory(folder.At("linked"));
        File.WriteAllText(folder.At("project", "bin", "bwrap"), "");
        File.WriteAllText(folder.At("system", "bwrap"), "");
        File.CreateSymbolicLink(folder.At("linked", "bwrap"), folder.At("project", "bin", "bwrap"));
        var path = $".:bin:{folder.At("project", "bin")}:{folder.At("linked")}:{folder.At("system")}";

        SearchPath.FindProgram("bwrap", folder.At("project"), path).ShouldBe(folder.At("system", "bwrap"));
        SearchPath.FindProgram("bwrap", folder.At("project"), null).ShouldBeNull();
    }

    [Fact]
    public void Launcher_BesideTheBinary_IsTakenWhereNobodyElseCouldHavePutIt()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("owners and modes of Linux");
            return;
        }

        using var folder = new TempFolder();
        var binary = folder.At("bin", "specify");
        var folders = Directory.CreateDirectory(folder.At("libexec", "speckit")).FullName;
        var small = Path.Combine(folders, "launcher");
        Directory.CreateDirectory(folder.At("bin"));
        File.WriteAllText(binary, "");

        LauncherLocation.Find(binary, "/p").ShouldBe(binary, "there is none");
        File.WriteAllText(small, "");
        LauncherLocation.Find(binary, "/p").ShouldBe(small);
        LauncherLocation.Find(binary, folder.At("libexec")).ShouldBe(binary, "the project brought it");
        LauncherLocation.Find(binary, "/").ShouldBe(binary, "the project brought it");
        foreach (var path in new[] { small, folders, folder.At("libexec") })
        {
            var mode = File.GetUnixFileMode(path);
            foreach (var more in new[] { UnixFileMode.GroupWrite, UnixFileMode.OtherWrite })
            {
                File.SetUnixFileMode(path, mode | more);
                LauncherLocation.Find(binary, "/p").ShouldBe(binary, $"{path} may be written with {more}");
            }

            File.SetUnixFileMode(path, mode);
        }

        LauncherLocation.Find(binary, "/p").ShouldBe(small);
        File.Move(small, small + ".other");
        File.CreateSymbolicLink(small, small + ".other");
        LauncherLocation.Find(binary, "/p").ShouldBe(binary, "a link");
        File.Delete(small);
        Directory.CreateDirectory(small);
        LauncherLocation.Find(binary, "/p").ShouldBe(binary, "a folder");
        LauncherLocation.Find("/specify", "/p").ShouldBe("/specify");
    }

    [Fact]
    public async Task Launcher_OfSomebodyElse_IsNotTaken()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("only root can give files away");
            return;
        }

        using var folder = new TempFolder();
        var binary = folder.At("bin", "specify");
        var small = folder.At("libexec", "speckit", "launcher");
        Directory.CreateDirectory(folder.At("bin"));
        Directory.CreateDirectory(folder.At("libexec", "speckit"));
        File.WriteAllText(binary, "");
        File.WriteAllText(small, "");

        await GiveAsync(small, "65534");
        LauncherLocation.Find(binary, "/p").ShouldBe(binary);
        await GiveAsync(binary, "65534");
        LauncherLocation.Find(binary, "/p").ShouldBe(small, "the folders are root's, the file the owner's");
        await GiveAsync(folder.At("libexec"), "65533");
        LauncherLocation.Find(binary, "/p").ShouldBe(binary);

        static async Task GiveAsync(string path, string owner)
        {
            using var chown = System.Diagnostics.Process.Start("chown", [owner, path]);
            await chown.WaitForExitAsync();
            chown.ExitCode.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Probe_APretender_IsTriedAndNotRemembered()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("namespaces of Linux");
            return;
        }

        using var project = new TestProject();
        var machine = SandboxMachine.Look("/bin/true", project.Layout.Root, "/usr/bin:/bin") with
        {
            Bubblewrap = "/bin/false",
        };

        var tried = await new NamespaceProbe(project.User).TryAsync(machine, default);

        tried.NamespaceProblem.ShouldNotBeNull();
        Directory.Exists(project.User.CacheDirectory).ShouldBeFalse();
        (await NamespaceProbe.RunAsync(machine with { Bubblewrap = "/nowhere/bwrap" }, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Probe_ThatWorked_IsRememberedForThatProgram()
    {
        using var project = new TestProject();
        var fake = project.Outside("bwrap");
        File.WriteAllText(fake, "#!/bin/sh\nexit 125\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fake, (UnixFileMode)0b111_101_101);
        }

        var machine = Best with { Bubblewrap = fake };
        var probe = new NamespaceProbe(project.User);

        (await probe.TryAsync(machine, default)).ShouldBe(machine);
        File.WriteAllText(fake, "#!/bin/sh\nexit 1\n");
        File.SetLastWriteTimeUtc(fake, DateTime.UnixEpoch);
        (await probe.TryAsync(machine, default)).NamespaceProblem.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("telemetry: {enabled: false}\n", null)]
    [InlineData("sandbox: {tier: process}\n", SandboxTier.Process)]
    [InlineData("sandbox:\n  tier: restricted\nother: 1\n", SandboxTier.Restricted)]
    [InlineData("", null)]
    public void Choice_OfTheUser_IsRead(string? text, SandboxTier? most)
    {
        using var project = new TestProject();
        Write(project, text);

        TierChoice.Read(project.User).Value.Most.ShouldBe(most);
    }

    [Theory]
    [InlineData("sandbox: {tier: none}\n")]
    [InlineData("sandbox: {teir: process}\n")]
    [InlineData("sandbox: [\n")]
    public void Choice_ThatIsWrong_IsAnErrorAndLowersNothing(string text)
    {
        using var project = new TestProject();
        Write(project, text);

        TierChoice.Read(project.User).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task Report_OfThisMachine_IsTried()
    {
        using var project = new TestProject();

        var report = (
            await SandboxReport.MakeAsync(project.User, null, project.Layout.Root, "/usr/bin", default)
        ).Value;

        report.Tier.ShouldBe(SandboxTier.Process);
        report.Choice.ShouldBeNull();
    }

    private static void Write(TestProject project, string? text)
    {
        if (text is not null)
        {
            Directory.CreateDirectory(project.User.Directory);
            File.WriteAllText(project.User.ConfigFile, text);
        }
    }
}
