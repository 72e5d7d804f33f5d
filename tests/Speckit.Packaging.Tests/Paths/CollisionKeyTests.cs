using System.Diagnostics;
using System.Text;
using Speckit.Packaging.Paths;

namespace Speckit.Packaging.Tests.Paths;

public sealed class CollisionKeyTests
{
    [Theory]
    [InlineData("README", "readme")]
    [InlineData("\u00C9", "e\u0301")]
    [InlineData("\u1E69", "s\u0307\u0323")]
    [InlineData("\u01C4", "\u01C6")]
    [InlineData("\uFB01", "FI")]
    [InlineData("\u0390", "\u1FD3")]
    [InlineData("\u212B", "\u00E5")]
    [InlineData("\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\U00010400", "\U00010428")]
    public void Of_NamesThatSomeSystemConfuses_AreEqual(string left, string right) =>
        CollisionKey.Of(left).ShouldBe(CollisionKey.Of(right));

    [Theory]
    [InlineData("a", "b")]
    [InlineData("e", "é")]
    [InlineData("о", "o")]
    [InlineData("ä", "a\u0301")]
    [InlineData("가", "나")]
    public void Of_OtherNames_Differ(string left, string right) =>
        CollisionKey.Of(left).ShouldNotBe(CollisionKey.Of(right));

    [Fact]
    public async Task Of_NormalisationsOfRandomNames_AreEqual()
    {
        // The oracle is Python, which has the Unicode data that programs without globalisation have not.
        const string Script = """
            import random, sys, unicodedata
            random.seed(int(sys.argv[1]))
            marks = [c for c in range(0x300, 0x370)]
            for _ in range(3000):
                s = ''
                while len(s) < 5:
                    c = chr(random.choice([random.randrange(0x20, 0x3100), random.randrange(0xAC00, 0xD7A4), random.randrange(0xF900, 0xFFFE), random.choice(marks)]))
                    if unicodedata.category(c) not in ('Cn', 'Cs', 'Co', 'Cc', 'Cf'):
                        s += c
                d = unicodedata.normalize('NFD', s)
                for other in (unicodedata.normalize('NFC', s), d, d.casefold(), d.lower(), d.upper()):
                    print(s.encode().hex(), other.encode().hex())
            """;
        using var folder = new TestFolder();
        var seed = FuzzSeed.Value;

        var output = await folder.Run("python3", "-c", Script, $"{seed}");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(15_000);
        foreach (var line in lines)
        {
            var names = line.Split(' ').Select(hex => Encoding.UTF8.GetString(Convert.FromHexString(hex))).ToArray();
            CollisionKey.Of(names[0]).ShouldBe(CollisionKey.Of(names[1]), $"seed {seed}: {line}");
        }
    }

    [Fact]
    public void Of_LongNames_IsFast()
    {
        var watch = Stopwatch.StartNew();

        CollisionKey.Of("e" + string.Concat(Enumerable.Repeat("\u0301\u0323", 20_000))).Length.ShouldBe(40_001);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }
}
