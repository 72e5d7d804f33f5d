using System.Text;
using Speckit.Host.Audit;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Audit;

public sealed class AuditLogTests
{
    [Fact]
    public async Task FindBreak_NoFile_IsWhole()
    {
        using var folder = new TempFolder();
        using var log = Open(folder);

        (await log.FindBreakAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Append_ManyWritersAtOnce_KeepsTheChain()
    {
        using var folder = new TempFolder();
        AuditLog[] logs = [Open(folder), Open(folder), Open(folder), Open(folder)];

        await Task.WhenAll(
            Enumerable
                .Range(0, 120)
                .Select(i => Task.Run(() => logs[i % logs.Length].AppendAsync(Record($"n{i}"), default)))
        );

        (await logs[0].FindBreakAsync(default)).ShouldBeNull();
        (await File.ReadAllLinesAsync(folder.At("audit", "audit.jsonl"))).Length.ShouldBe(120);
        Array.ForEach(logs, log => log.Dispose());
    }

    [Fact]
    public async Task FindBreak_WhileOthersWrite_WaitsForThem()
    {
        using var folder = new TempFolder();
        using var log = Open(folder);
        using var reader = Open(folder);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await log.AppendAsync(Record("x"), default);
            }
        });

        while (!writing.IsCompleted)
        {
            (await reader.FindBreakAsync(default)).ShouldBeNull();
        }

        await writing;
    }

    [Fact]
    public async Task FindBreak_LineChanged_NamesTheLineAfterIt()
    {
        using var folder = new TempFolder();
        var lines = await WriteAsync(folder, 6);
        using var log = Open(folder);
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var tampered = lines.ToArray();
            tampered[i] = tampered[i].Replace("tool", "t00l");
            await File.WriteAllLinesAsync(folder.At("audit", "audit.jsonl"), tampered);

            (await log.FindBreakAsync(default)).ShouldBe(i + 2);
        }
    }

    [Fact]
    public async Task FindBreak_LineTakenOut_NamesTheGap()
    {
        using var folder = new TempFolder();
        var lines = await WriteAsync(folder, 5);
        using var log = Open(folder);
        for (var i = 0; i < lines.Length - 1; i++)
        {
            await File.WriteAllLinesAsync(folder.At("audit", "audit.jsonl"), lines.Where((_, n) => n != i));

            (await log.FindBreakAsync(default)).ShouldBe(i + 1);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"prev":1}""")]
    public async Task FindBreak_LineReplaced_NamesIt(string line)
    {
        using var folder = new TempFolder();
        var lines = await WriteAsync(folder, 3);
        lines[1] = line;
        await File.WriteAllLinesAsync(folder.At("audit", "audit.jsonl"), lines);
        using var log = Open(folder);

        (await log.FindBreakAsync(default)).ShouldBe(2);
    }

    [Fact]
    public async Task Append_AfterTornLine_ClosesItAndGoesOn()
    {
        using var folder = new TempFolder();
        var path = folder.At("audit", "audit.jsonl");
        await WriteAsync(folder, 2);
        await File.AppendAllTextAsync(path, """{"time":"2026-""");
        using var log = Open(folder);

        await log.AppendAsync(Record("after"), default);

        var lines = await File.ReadAllLinesAsync(path);
        lines.Length.ShouldBe(4);
        lines[3].ShouldContain("after");
        (await log.FindBreakAsync(default)).ShouldBe(3);
    }

    [Fact]
    public async Task Append_LongAndHostileFields_StaysOneBoundedLine()
    {
        using var folder = new TempFolder();
        using var log = Open(folder);
        var hostile = "a\n\"b\u0000\ud800" + new string('x', 2040) + "\ud83d\ude00" + new string('y', 100_000);

        await log.AppendAsync(
            new AuditRecord("run", "tool", AuditOutcome.Refused, hostile, "network", hostile),
            default
        );
        await log.AppendAsync(Record("next"), default);

        var lines = await File.ReadAllLinesAsync(folder.At("audit", "audit.jsonl"));
        lines.Length.ShouldBe(2);
        lines[0].Length.ShouldBeLessThan(20_000);
        (await log.FindBreakAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Append_LastLineLongerThanTheTailBuffer_ChainsToIt()
    {
        using var folder = new TempFolder();
        using (var log = Open(folder))
        {
            var text = new string('\u00e4', 2000);
            await log.AppendAsync(new AuditRecord("run", "tool", AuditOutcome.Done, text, null, text), default);
        }

        using var second = Open(folder);
        await second.AppendAsync(Record("next"), default);

        (await second.FindBreakAsync(default)).ShouldBeNull();
    }

    private static AuditLog Open(TempFolder folder) => new(folder.At("audit", "audit.jsonl"), TimeProvider.System);

    private static AuditRecord Record(string target) => new("run", "tool", AuditOutcome.Done, target);

    private static async Task<string[]> WriteAsync(TempFolder folder, int count)
    {
        using var log = Open(folder);
        for (var i = 0; i < count; i++)
        {
            await log.AppendAsync(Record($"{i}"), default);
        }

        return await File.ReadAllLinesAsync(folder.At("audit", "audit.jsonl"), Encoding.UTF8);
    }
}
