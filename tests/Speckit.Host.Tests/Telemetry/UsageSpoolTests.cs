using System.Text;
using Speckit.Host.Telemetry;

namespace Speckit.Host.Tests.Telemetry;

/// <summary>The spool is bounded, whole under many writers, and reads whatever is in it.</summary>
public sealed class UsageSpoolTests
{
    private const int Writers = 8;
    private const int FuzzRounds = 3000;
    private static readonly UsageEvent Usage = new("demo", "1.0.0", "demo:hello", true, 12);

    [Fact]
    public async Task Append_ManyWritersAtOnce_LosesAndTearsNothing()
    {
        const int Each = 100;
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        await home.RecordAsync();
        File.Delete(home.Files.Spool);

        await AppendFromManyAsync(home, Each);

        UsageSpool.Read(home.Files.Spool).Length.ShouldBe(Writers * Each);
        File.ReadLines(home.Files.Spool).Count().ShouldBe(Writers * Each);
    }

    [Fact]
    public async Task Append_ManyWritersAtTheBound_StaysBelowItAndKeepsTheNewest()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        var line = Encoding.UTF8.GetString(UsageLine.Write(Usage)!) + "\n";
        File.WriteAllText(
            home.Files.Spool,
            string.Concat(Enumerable.Repeat(line, (UsageSpool.MaxBytes / line.Length) - 50))
        );

        await AppendFromManyAsync(home, each: 20);

        new FileInfo(home.Files.Spool).Length.ShouldBeInRange(UsageSpool.MaxBytes / 3, UsageSpool.MaxBytes);
        var kept = UsageSpool.Read(home.Files.Spool);
        File.ReadLines(home.Files.Spool).Count().ShouldBe(kept.Length, "no line is torn");
        kept.Length.ShouldBeLessThan(5000);
        kept.Count(u => u.CommandInvoked.StartsWith("many:", StringComparison.Ordinal)).ShouldBe(Writers * 20);
    }

    [Fact]
    public async Task Append_FileThatSomebodyElseMadeHuge_StartsAnew()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        File.WriteAllBytes(home.Files.Spool, new byte[UsageSpool.MaxBytes * 2]);

        Append(home, Usage);

        UsageSpool.Read(home.Files.Spool).ShouldBe([Usage]);
    }

    [Fact]
    public async Task Append_AfterAWriterThatDiedWithinALine_ClosesItFirst()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        File.WriteAllText(home.Files.Spool, """{"plugin_name":"de""");

        Append(home, Usage);

        UsageSpool.Read(home.Files.Spool).ShouldBe([Usage]);
    }

    [Fact]
    public async Task Append_BehindALinkOrAPipe_DoesNotHang()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("there are no named pipes in folders");
        }

        using var home = new TelemetryHome();
        await home.ConsentAsync();
        using var made = System.Diagnostics.Process.Start("mkfifo", home.Host.Project.ConfigFile);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        (
            await home.RecordAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)
        ).ShouldBeFalse();
        home.State.WhyOff.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("@scope/demo", "1.0.0", "a:b")]
    [InlineData("Demo", "1.0.0", "a:b")]
    [InlineData("demo", "1.0", "a:b")]
    [InlineData("demo", "1.0.0", "a:b --token x")]
    [InlineData("demo", "1.0.0", "")]
    [InlineData("demo", "1.0.0", "a:b:c")]
    public void Write_WhatNoPublicPluginIsCalled_IsNoLine(string name, string version, string command) =>
        UsageLine.Write(new UsageEvent(name, version, command, true, 1)).ShouldBeNull();

    [Fact]
    public void Parse_DamagedSpool_IsEventsThatWouldBeRecorded()
    {
        var random = new Random(FuzzSeed.Value);
        var whole = UsageLine.Write(Usage)!;
        byte[] three = [.. whole, (byte)'\n', .. whole, (byte)'\n', .. whole, (byte)'\n'];
        var damaged = 0;
        for (var round = 0; round < FuzzRounds; round++)
        {
            var bytes = Damage(three, random);
            var events = UsageSpool.Parse(bytes);

            events.Length.ShouldBeLessThanOrEqualTo(bytes.Count(b => b == '\n') + 1);
            events.ShouldAllBe(e => UsageLine.Write(e) != null);
            damaged += events.Length < 3 ? 1 : 0;
        }

        damaged.ShouldBeInRange(FuzzRounds / 4, FuzzRounds);
    }

    [Fact]
    public void ParseConsent_DamagedFile_IsThatConsentOrNone()
    {
        var random = new Random(FuzzSeed.Value);
        var file =
            """{"endpoint":"https://a.example/","registries":["https://b.example"],"fields":["plugin_name","plugin_version","command_invoked","success","execution_duration"]}"""u8.ToArray();
        TelemetryConsentFile.Parse(file)!.Endpoint.ShouldBe("https://a.example/");
        for (var round = 0; round < FuzzRounds; round++)
        {
            // It must not throw; a consent that reads differently covers nothing that is configured.
            _ = TelemetryConsentFile.Parse(Damage(file, random));
        }
    }

    internal static byte[] Damage(byte[] bytes, Random random)
    {
        var copy = bytes.ToList();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(copy.Count);
            switch (random.Next(4))
            {
                case 0:
                    copy[at] = (byte)random.Next(256);
                    break;
                case 1:
                    copy.Insert(at, "\n\"{}[],:\\\0\u007f"u8[random.Next(11)]);
                    break;
                case 2:
                    copy.RemoveRange(at, Math.Min(random.Next(1, 40), copy.Count - at - 1));
                    break;
                default:
                    copy.InsertRange(at, copy.GetRange(random.Next(at + 1), Math.Min(9, copy.Count - at)).ToArray());
                    break;
            }
        }

        return [.. copy];
    }

    private static Task AppendFromManyAsync(TelemetryHome home, int each) =>
        Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < each; i++)
                        {
                            var usage = Usage with { CommandInvoked = $"many:w{writer}-{i}" };
                            while (!await TryAppendAsync(home, usage))
                            {
                                // A command would go without; here every line is to be found.
                            }
                        }
                    })
                )
        );

    private static async Task<bool> TryAppendAsync(TelemetryHome home, UsageEvent usage)
    {
        using var held = await home.Files.TryHoldAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        if (held is not null)
        {
            Append(home, usage);
        }

        return held is not null;
    }

    private static void Append(TelemetryHome home, UsageEvent usage) =>
        new UsageSpool(home.Files).Append(UsageLine.Write(usage)!);
}
