using System.Text;
using Speckit.Cli.Testing;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Testing;

public sealed class ResultFileTests
{
    private const int Rounds = 3_000;

    private const string Trx = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results><UnitTestResult testId="1" testName="A.B.C" outcome="Failed" duration="00:00:01.5">
            <Output><ErrorInfo><Message>m</Message><StackTrace>s</StackTrace></ErrorInfo></Output>
          </UnitTestResult></Results>
          <TestDefinitions><UnitTest id="1"><TestMethod className="A.B" /></UnitTest></TestDefinitions>
        </TestRun>
        """;

    private const string Cobertura = """
        <coverage><sources><source>/</source></sources><packages><package><classes>
          <class filename="src/A.cs"><lines><line number="1" hits="0" /><line number="2" hits="3" /></lines></class>
        </classes></package></packages></coverage>
        """;

    private const string Json = """
        {"tests":[{"file":"a.py","name":"b","outcome":"failed","seconds":1.5,"message":"m"}],
         "coverage":{"percent":50,"files":{"src/b.py":{"covered":1,"total":2}}}}
        """;

    public static TheoryData<string, string> Formats { get; } =
        new()
        {
            { "trx", Trx },
            { "cobertura", Cobertura },
            { "json", Json },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task ReadAsync_AnythingInItsPlace_IsResultsOrADiagnostic(string format, string sample)
    {
        using var folder = new TempFolder();
        var file = folder.At("results");
        var random = new Random(20_26);
        var read = 0;
        for (var i = 0; i < Rounds; i++)
        {
            await File.WriteAllTextAsync(file, Mutate(sample, random), TestContext.Current.CancellationToken);

            var result = await ReadAsync(format, file, folder.Path);

            read += result ? 1 : 0;
        }

        read.ShouldBeInRange(1, Rounds - 1, "some mutations are harmless, and some are not");
    }

    [Fact]
    public async Task ReadAsync_XmlWithEntities_IsRefused()
    {
        using var folder = new TempFolder();
        var file = folder.At("results.trx");
        var entities = string.Concat(Enumerable.Range(1, 20).Select(i => $"<!ENTITY e{i} '&e{i - 1};&e{i - 1};'>"));
        File.WriteAllText(file, $"<!DOCTYPE x [<!ENTITY e0 'boom'>{entities}]><TestRun>&e20;</TestRun>");

        (await ReadAsync("trx", file, folder.Path)).ShouldBeFalse();
        (await ReadAsync("cobertura", file, folder.Path)).ShouldBeFalse();
    }

    [Fact]
    public async Task ReadAsync_XmlNestedDeeply_IsRefusedAtOnce()
    {
        using var folder = new TempFolder();
        var file = folder.At("results.trx");
        const int depth = 200_000;
        File.WriteAllText(
            file,
            string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth))
        );

        (await ReadAsync("trx", file, folder.Path)).ShouldBeFalse();
    }

    [Fact]
    public async Task ReadAsync_LinkOrHugeFile_IsRefused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.At("real.json"), Json);
        File.CreateSymbolicLink(folder.At("link.json"), folder.At("real.json"));
        await using (var huge = File.Create(folder.At("huge.json")))
        {
            huge.SetLength(ResultFile.MostBytes + 1L);
        }

        (await ReadAsync("json", folder.At("link.json"), folder.Path)).ShouldBeFalse();
        (await ReadAsync("json", folder.At("huge.json"), folder.Path)).ShouldBeFalse();
        (await ReadAsync("json", folder.At("real.json"), folder.Path)).ShouldBeTrue();
    }

    private static async Task<bool> ReadAsync(string format, string file, string folder)
    {
        var cancellation = TestContext.Current.CancellationToken;
        return format switch
        {
            "trx" => (await ResultFile.ReadAsync(file, TrxReader.Read, cancellation)).Succeeded,
            "json" => (await ResultFile.ReadAsync(file, ResultsDocument.Read, cancellation)).Succeeded,
            _ => (await ResultFile.ReadAsync(file, t => CoberturaReader.Read(t, folder), cancellation)).Succeeded,
        };
    }

    /// <summary>A few places are removed, doubled or replaced.</summary>
    private static string Mutate(string sample, Random random)
    {
        const string replacements = "<>\"'{}[]:,&;\0-9eE/ \u001b\uFFFF";
        var text = new StringBuilder(sample);
        for (var i = random.Next(4); i >= 0; i--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 12), text.Length - at);
            switch (random.Next(3))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, length));
                    break;
                default:
                    text[at] = replacements[random.Next(replacements.Length)];
                    break;
            }

            if (text.Length == 0)
            {
                text.Append('x');
            }
        }

        return text.ToString();
    }
}
