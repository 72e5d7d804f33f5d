using Speckit.Host.Platform;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Machine;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Sandbox.Machine;

public sealed class SandboxMachineTests
{
    private static readonly SandboxMachine Best = new()
    {
        Launcher = "/opt/specify",
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
    public async Task Probe_APretender_IsTriedAndNotRemembered()
    {
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
