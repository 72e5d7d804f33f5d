using Speckit.Host.Configuration;

namespace Speckit.Host.Tests.Configuration;

/// <summary>Keys as users write them.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a.0.b", "a|0|b")]
    [InlineData("\"example.com\".token", "example.com|token")]
    [InlineData("'example.com'.token", "example.com|token")]
    [InlineData("a.\"say \\\"x\\\"\"", "a|say \"x\"")]
    [InlineData("with space.é", "with space|é")]
    public void Parse_Key_GivesItsParts(string text, string parts) =>
        ConfigurationKey.Parse(text).Value.Parts.ShouldBe(parts.Split('|'));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("\"a")]
    [InlineData("\"a\"b")]
    [InlineData("\"\"")]
    public void Parse_NoKey_IsRefused(string text) =>
        ConfigurationKey.Parse(text).Diagnostics[0].Code.ShouldBe("SPK5046");

    [Fact]
    public void Parse_EndlessKey_IsRefused() =>
        ConfigurationKey.Parse(string.Join('.', Enumerable.Repeat("a", 1000))).Succeeded.ShouldBeFalse();

    [Fact]
    public void ToString_AnyParts_ReadBackAsTheSame()
    {
        var random = new Random(TestSupport.FuzzSeed.Value);
        for (var i = 0; i < 2000; i++)
        {
            string[] parts = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Part(random))];

            ConfigurationKey.Parse(ConfigurationKey.Of(parts)).Value.Parts.ShouldBe(parts);
        }
    }

    private static string Part(Random random) =>
        new([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => ".\"'\\ab 0"[random.Next(8)])]);
}
