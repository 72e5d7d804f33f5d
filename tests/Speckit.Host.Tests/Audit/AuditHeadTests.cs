using Speckit.Host.Audit;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Audit;

/// <summary>What the chain alone cannot show: that the log's end is gone.</summary>
public sealed class AuditHeadTests : IDisposable
{
    private readonly TestProject _project = new();

    private string LogFile => _project.Layout.AuditFile;

    private string HeadFile =>
        Directory.EnumerateFiles(Path.Combine(_project.User.TrustDirectory, "audit"), "*.json").Single();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Check_NothingWritten_IsNotKnownAndNoProblem()
    {
        var state = await CheckAsync();

        state.ShouldBe(new AuditState(0, null, AuditEnd.NotKnown, 0));
        state.IsWhole.ShouldBeTrue();
        File.Exists(LogFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Check_Written_IsWhole()
    {
        await AppendAsync(5);

        (await CheckAsync()).ShouldBe(new AuditState(5, null, AuditEnd.Whole, 5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Check_LastLinesCutOff_AreMissed(int cut)
    {
        await AppendAsync(5);
        await WriteLinesAsync((await LinesAsync())[..^cut]);

        (await CheckAsync()).ShouldBe(new AuditState(5 - cut, null, AuditEnd.Lost, 5));
    }

    [Fact]
    public async Task Check_LogDeleted_IsMissed()
    {
        await AppendAsync(3);
        File.Delete(LogFile);

        (await CheckAsync()).ShouldBe(new AuditState(0, null, AuditEnd.Lost, 3));
    }

    [Fact]
    public async Task Check_LastLineEdited_IsMissedThoughTheChainIsWhole()
    {
        await AppendAsync(4);
        var lines = await LinesAsync();
        lines[^1] = lines[^1].Replace("n3", "n9");
        await WriteLinesAsync(lines);

        (await CheckAsync()).ShouldBe(new AuditState(4, null, AuditEnd.Lost, 4));
    }

    [Fact]
    public async Task Check_LastLineCutAndAnotherAppended_IsMissed()
    {
        await AppendAsync(4);
        var lines = await LinesAsync();
        await WriteLinesAsync(lines[..^1]);
        using (var forger = new AuditLog(LogFile, TimeProvider.System))
        {
            await forger.AppendAsync(Record("n3 with longer words"), CancellationToken.None);
            await forger.AppendAsync(Record("n4"), CancellationToken.None);
        }

        var state = await CheckAsync();

        state.BreakAt.ShouldBeNull();
        state.End.ShouldBe(AuditEnd.Lost);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Check_LineTakenOutOrMoved_NamesTheLine(int index)
    {
        await AppendAsync(5);
        var lines = (await LinesAsync()).ToList();
        var moved = lines[index];
        lines.RemoveAt(index);
        await WriteLinesAsync([.. lines]);
        (await CheckAsync()).BreakAt.ShouldBe(index + 1);

        lines.Insert(index + 1, moved);
        await WriteLinesAsync([.. lines]);
        var state = await CheckAsync();
        state.BreakAt.ShouldBe(index + 1);
        state.IsWhole.ShouldBeFalse();
    }

    /// <summary>A cut is not made good by what is written after it.</summary>
    [Fact]
    public async Task Append_AfterACut_KeepsTheMemoryOfIt()
    {
        await AppendAsync(6);
        await WriteLinesAsync((await LinesAsync())[..^2]);
        await AppendAsync(4);

        var state = await CheckAsync();

        state.ShouldBe(new AuditState(8, null, AuditEnd.Lost, 6));
        state.IsWhole.ShouldBeFalse();
    }

    [Fact]
    public async Task Accept_AfterACut_CountsFromThere()
    {
        await AppendAsync(6);
        await WriteLinesAsync((await LinesAsync())[..^2]);
        await _project.Host.Audit.AcceptAsync(CancellationToken.None);
        (await CheckAsync()).ShouldBe(new AuditState(4, null, AuditEnd.Whole, 4));

        await AppendAsync(2);
        (await CheckAsync()).ShouldBe(new AuditState(6, null, AuditEnd.Whole, 6));
        await WriteLinesAsync((await LinesAsync())[..^1]);
        (await CheckAsync()).End.ShouldBe(AuditEnd.Lost);
    }

    /// <summary>A crash between the log and its head leaves the head behind. That is no loss, whenever it happened.</summary>
    [Fact]
    public async Task Check_HeadLagsBehind_IsWhole()
    {
        var heads = new List<byte[]>();
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync(1);
            heads.Add(await File.ReadAllBytesAsync(HeadFile));
        }

        foreach (var head in heads)
        {
            await File.WriteAllBytesAsync(HeadFile, head);
            (await CheckAsync()).End.ShouldBe(AuditEnd.Whole);
        }

        await File.WriteAllBytesAsync(HeadFile, heads[1]);
        await AppendAsync(1);
        (await CheckAsync()).ShouldBe(new AuditState(6, null, AuditEnd.Whole, 6));
    }

    [Fact]
    public async Task Append_AfterATornLine_IsNoLoss()
    {
        await AppendAsync(2);
        await File.AppendAllTextAsync(LogFile, """{"time":"2026-""");
        (await CheckAsync()).End.ShouldBe(AuditEnd.Whole);

        await AppendAsync(1);

        var state = await CheckAsync();
        state.End.ShouldBe(AuditEnd.Whole);
        (state.Lines, state.LinesBefore).ShouldBe((4, 4));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("""{"lines":-1,"length":1,"last":"x","lost":0}""")]
    [InlineData("""{"lines":"1","length":1,"last":"x","lost":0}""")]
    public async Task Check_HeadDamaged_IsNotKnownAndLearntAnew(string text)
    {
        await AppendAsync(3);
        await File.WriteAllTextAsync(HeadFile, text.PadRight(192));
        (await CheckAsync()).ShouldBe(new AuditState(3, null, AuditEnd.NotKnown, 0));

        await AppendAsync(1);

        (await CheckAsync()).ShouldBe(new AuditState(4, null, AuditEnd.Whole, 4));
    }

    [Fact]
    public async Task Append_HomeThatCannotBeWritten_StillWritesTheLog()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_project.User.TrustDirectory)!);
        await File.WriteAllTextAsync(_project.User.TrustDirectory, "a file where a folder should be");

        await AppendAsync(2);

        (await LinesAsync()).Length.ShouldBe(2);
        (await CheckAsync()).End.ShouldBe(AuditEnd.NotKnown);
    }

    [Fact]
    public async Task Append_ManyProcessesAtOnce_NeverGivesAFalseAlarm()
    {
        var hosts = Enumerable.Range(0, 4).Select(_ => _project.CreateHost()).ToArray();
        var writing = Task.WhenAll(
            Enumerable
                .Range(0, 120)
                .Select(i => Task.Run(() => hosts[i % 4].Audit.AppendAsync(Record($"n{i}"), CancellationToken.None)))
        );
        while (!writing.IsCompleted)
        {
            (await CheckAsync()).IsWhole.ShouldBeTrue();
        }

        await writing;
        (await CheckAsync()).ShouldBe(new AuditState(120, null, AuditEnd.Whole, 120));
        Array.ForEach(hosts, h => h.Audit.Dispose());
    }

    [Fact]
    public async Task Check_AnyCutOrEditOfTheEnd_IsMissed()
    {
        await AppendAsync(8);
        var bytes = await File.ReadAllBytesAsync(LogFile);
        var random = new Random(42);
        for (var i = 0; i < 200; i++)
        {
            var cut = bytes[..random.Next(bytes.Length)];
            await File.WriteAllBytesAsync(LogFile, cut);

            (await CheckAsync()).IsWhole.ShouldBeFalse($"cut to {cut.Length} of {bytes.Length}");
        }
    }

    private async Task<AuditState> CheckAsync()
    {
        var host = _project.CreateHost();
        try
        {
            return await host.Audit.CheckAsync(CancellationToken.None);
        }
        finally
        {
            host.Audit.Dispose();
        }
    }

    private async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _project.Host.Audit.AppendAsync(Record($"n{i}"), CancellationToken.None);
        }
    }

    private Task<string[]> LinesAsync() => File.ReadAllLinesAsync(LogFile);

    private Task WriteLinesAsync(string[] lines) =>
        File.WriteAllTextAsync(LogFile, string.Concat(lines.Select(l => l + "\n")));

    private static AuditRecord Record(string target) => new("run", "tool", AuditOutcome.Done, target);
}
