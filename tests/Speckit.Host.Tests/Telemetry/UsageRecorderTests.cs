using Speckit.Host.Telemetry;

namespace Speckit.Host.Tests.Telemetry;

/// <summary>What is recorded, and of which plugins nothing ever is.</summary>
public sealed class UsageRecorderTests
{
    private const string Demo = $"{TelemetryHome.Registry}/plugins/demo/versions/1.0.0/download";

    [Fact]
    public async Task Record_PluginOfAPublicRegistry_IsOneLineOfFiveFields()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();

        await home.RecordAsync();

        home.Spool.ShouldBe(
            """{"plugin_name":"demo","plugin_version":"1.0.0","command_invoked":"demo:hello","success":true,"execution_duration":12}"""
                + "\n"
        );
    }

    [Fact]
    public async Task Record_TheFiles_AreTheUsersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("there are no modes");
            return;
        }

        using var home = new TelemetryHome();
        await home.ConsentAsync();
        await home.RecordAsync();

        File.GetUnixFileMode(home.Folder).ShouldBe((UnixFileMode)0b111_000_000);
        foreach (var file in Directory.GetFiles(home.Folder))
        {
            File.GetUnixFileMode(file).ShouldBe((UnixFileMode)0b110_000_000, file);
        }
    }

    [Theory]
    [InlineData("@company/demo", $"{TelemetryHome.Registry}/plugins/@company/demo/versions/1.0.0/download", false)]
    [InlineData("demo", "https://plugins.company.com/plugins/demo/versions/1.0.0/download", false)]
    [InlineData("demo", "https://plugins.speckit.dev.evil.com/plugins/demo/versions/1.0.0/download", false)]
    [InlineData("demo", "https://plugins.speckit.dev/other/demo/versions/1.0.0/download", false)]
    [InlineData("demo", "https://plugins.speckit.dev/plugins/other/versions/1.0.0/download", false)]
    [InlineData("demo", "https://plugins.speckit.dev/plugins/demo/versions/1.0.1/download", false)]
    [InlineData("demo", "http://plugins.speckit.dev/plugins/demo/versions/1.0.0/download", false)]
    [InlineData("demo", "file:/tmp/demo-1.0.0.tar.gz", false)]
    [InlineData("demo", "path:/tmp/demo", false)]
    [InlineData("demo", "link:/tmp/demo", false)]
    [InlineData("demo", Demo, true)]
    public async Task Record_AnyOtherPlugin_LeavesNoTrace(string name, string resolved, bool modified)
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        var before = Directory.GetFiles(home.Folder);

        (await home.RecordAsync(name, resolved, modified)).ShouldBeFalse();

        Directory.GetFiles(home.Folder).ShouldBe(before);
    }

    [Fact]
    public async Task Record_WithdrawnWhileItWaitedForOthers_LeavesNoTrace()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        Task<bool> recording;
        using (SpoolFolder.TryHold(home.Files.Lock).ShouldNotBeNull())
        {
            recording = home.RecordAsync();
            recording.IsCompleted.ShouldBeFalse();
            File.Delete(Path.Combine(home.Folder, "consent.json"));
        }

        (await recording).ShouldBeFalse();
        File.Exists(home.Files.Spool).ShouldBeFalse();
    }

    [Fact]
    public async Task Record_OthersHoldTheSpoolForTooLong_GoesWithout()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        using (SpoolFolder.TryHold(home.Files.Lock).ShouldNotBeNull())
        {
            (await home.RecordAsync()).ShouldBeFalse();
        }

        File.Exists(home.Files.Spool).ShouldBeFalse();
    }

    [Fact]
    public async Task Record_FirstRun_IsDueAndTheNextOnesAreNot()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();

        (await home.RecordAsync()).ShouldBeTrue();
        (await home.RecordAsync()).ShouldBeFalse();
        home.Clock.Offset = TimeSpan.FromMinutes(61);
        (await home.RecordAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Record_Much_IsDueBeforeTheHour()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        await home.RecordAsync();
        File.AppendAllText(home.Files.Spool, string.Concat(Enumerable.Repeat(home.Spool, 600)));

        (await home.RecordAsync()).ShouldBeFalse("not within the first minute");
        home.Clock.Offset = TimeSpan.FromMinutes(1.1);
        (await home.RecordAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Record_FolderThatCannotBeWrittenTo_IsNoFailure()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        Directory.CreateDirectory(home.Files.Spool);

        (await home.RecordAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("9999999999999 0")]
    [InlineData("99999999999999999999 0")]
    [InlineData("-1 -1")]
    [InlineData("soon")]
    [InlineData("")]
    public async Task Record_ScheduleThatCannotBeRight_IsDue(string schedule)
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        File.WriteAllText(home.Files.Schedule, schedule);

        (await home.RecordAsync()).ShouldBeTrue();
    }
}
