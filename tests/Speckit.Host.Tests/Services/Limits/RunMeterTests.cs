using System.Globalization;
using System.Reflection;
using Speckit.Host.Services.Limits;
using Speckit.Protocol;

namespace Speckit.Host.Tests.Services.Limits;

public sealed class RunMeterTests
{
    [Fact]
    public void Count_UpToTheLimit_IsFineAndOneMoreIsNot()
    {
        var meter = new RunMeter();
        meter.Count(RunLimit.FilesWritten, RunLimit.FilesWritten.Value - 1);
        meter.Count(RunLimit.FilesWritten);

        var reached = Should.Throw<RpcErrorException>(() => meter.Count(RunLimit.FilesWritten));

        reached.Code.ShouldBe(RpcErrorCodes.LimitReached);
        reached.ErrorData!.Value.GetRawText().ShouldBe("""{"limit":"filesWritten","value":10000}""");
        meter.Count(RunLimit.FilesRead);
    }

    [Fact]
    public void Count_TooMuchAtOnce_LeavesWhatThereWas()
    {
        var meter = new RunMeter();

        Should.Throw<RpcErrorException>(() => meter.Count(RunLimit.BytesWritten, RunLimit.BytesWritten.Value + 1));

        meter.Count(RunLimit.BytesWritten, RunLimit.BytesWritten.Value);
    }

    [Fact]
    public void Count_ManyThreads_CountsExactly()
    {
        var meter = new RunMeter();
        var allowed = 0;

        Parallel.For(
            0,
            (int)RunLimit.Events.Value * 3,
            _ =>
            {
                try
                {
                    meter.Count(RunLimit.Events);
                    Interlocked.Increment(ref allowed);
                }
                catch (RpcErrorException)
                {
                    // The limit.
                }
            }
        );

        allowed.ShouldBe((int)RunLimit.Events.Value);
    }

    [Theory]
    [InlineData(1, 1 << 20)]
    [InlineData(256, 4 << 20)]
    [InlineData(null, 4 << 20)]
    public void MostOf_OutputLimit_OnlyMakesItSmaller(int? megabytes, long expected)
    {
        var meter = new RunMeter(megabytes);

        meter.MostOf(RunLimit.ConsoleBytes).ShouldBe(expected);
        meter.MostOf(RunLimit.LogBytes).ShouldBe(expected);
        meter.MostOf(RunLimit.Events).ShouldBe(RunLimit.Events.Value);
    }

    [Fact]
    public void All_Limits_AreInTheReference()
    {
        var root = typeof(RunMeterTests)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "RepositoryRoot")
            .Value!;
        var reference = File.ReadAllText(Path.Combine(root, "docs", "reference", "protocol.md"));

        foreach (var limit in RunLimit.All)
        {
            var value =
                limit.Value >= 1 << 30 ? $"{limit.Value >> 30} GiB"
                : limit.Value > 1_000_000 ? $"{limit.Value >> 20} MiB"
                : limit.Value.ToString("N0", CultureInfo.InvariantCulture);
            reference.Split('\n').ShouldContain(line => line.Contains($"`{limit.Name}`") && line.Contains(value));
        }
    }

    [Fact]
    public void All_Names_AreDifferent() => RunLimit.All.Select(l => l.Name).ShouldBeUnique();
}
