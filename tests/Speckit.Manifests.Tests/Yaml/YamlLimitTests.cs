using System.Diagnostics;
using System.Text;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Tests.Yaml;

public sealed class YamlLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Read_OverOneMebibyte_IsRefused()
    {
        var largest = "a: " + new string('x', YamlReader.MaxBytes - 3);

        YamlReader.Read("x.yaml", largest).Succeeded.ShouldBeTrue();
        Code(largest + "x").ShouldBe("SPK1004");
        Code(new string('é', (YamlReader.MaxBytes / 2) + 1)).ShouldBe("SPK1004");
        YamlReader.Read("x.yaml", Encoding.UTF8.GetBytes(largest + "x")).Diagnostics[0].Code.ShouldBe("SPK1004");
    }

    [Fact]
    public void Read_DeeperThanLimit_IsRefused()
    {
        Code(Nested(YamlReader.MaxDepth)).ShouldBeNull();
        Code(Nested(YamlReader.MaxDepth + 1)).ShouldBe("SPK1004");
    }

    [Fact]
    public void Read_DeeperThroughAliases_IsRefused()
    {
        var half = YamlReader.MaxDepth / 2;
        var text = $"- &deep {Nested(half)}\n- {new string('[', half)}*deep{new string(']', half)}";

        Code(text).ShouldBe("SPK1004");
    }

    [Fact]
    public void Read_MoreNodesThanLimit_IsRefused()
    {
        Code(Items(YamlReader.MaxNodes - 1)).ShouldBeNull();
        Code(Items(YamlReader.MaxNodes)).ShouldBe("SPK1004");
    }

    [Fact]
    public void Read_BillionLaughs_IsRefused()
    {
        var text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var i = 1; i < 10; i++)
        {
            var aliases = string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9));
            text.Append($"a{i}: &a{i} [{aliases}]\n");
        }

        Code(text.ToString()).ShouldBe("SPK1004");
    }

    [Fact]
    public void Read_LargeTextManyTimes_IsRefused()
    {
        var aliases = string.Join(", ", Enumerable.Repeat("*a", 1000));

        Code($"- &a {new string('x', 10_000)}\n- [{aliases}]").ShouldBe("SPK1004");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: ")]
    [InlineData("[a, ")]
    [InlineData("{a: ")]
    [InlineData("{a, ")]
    [InlineData("&a ")]
    [InlineData("&a a\n")]
    [InlineData("!a ")]
    [InlineData("!!str ")]
    [InlineData("*a ")]
    [InlineData("\"")]
    [InlineData("\"\\x41")]
    [InlineData("'")]
    [InlineData("''")]
    [InlineData("|\n")]
    [InlineData("a: |\n ")]
    [InlineData("# c\n")]
    [InlineData("\n")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("%TAG ! a\n")]
    [InlineData("---\n")]
    [InlineData("...\n")]
    [InlineData("a\n")]
    [InlineData("a:\n")]
    [InlineData("- -\n")]
    [InlineData("-\n")]
    [InlineData("\r")]
    [InlineData("\u2028")]
    [InlineData("a b ")]
    [InlineData("a,")]
    [InlineData("[],")]
    [InlineData("0x")]
    [InlineData("1e")]
    [InlineData("11111111")]
    public void Read_LargestHostileText_EndsQuickly(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, YamlReader.MaxBytes / Encoding.UTF8.GetByteCount(pattern)));
        var watch = Stopwatch.StartNew();

        var plain = YamlReader.Read("x.yaml", text);
        var flow = YamlReader.Read("x.yaml", "[" + text[1..]);

        watch.Elapsed.ShouldBeLessThan(Patience);
        plain.Diagnostics.Concat(flow.Diagnostics).ShouldAllBe(d => d.Location != null);
    }

    private static string? Code(string text) =>
        YamlReader.Read("x.yaml", text) is { Succeeded: false } failure
            ? failure.Diagnostics.ShouldHaveSingleItem().Code
            : null;

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static string Items(int count) => string.Concat(Enumerable.Repeat("- a\n", count));
}
