using Speckit.Manifests.Model;

namespace Speckit.Manifests.Tests.Model;

public sealed class PluginNameTests
{
    [Theory]
    [InlineData("security-scanner", null, "security-scanner", "security-scanner")]
    [InlineData("@acme/a_b.c", "acme", "a_b.c", "acme-a_b.c")]
    [InlineData("0a", null, "0a", "0a")]
    public void TryParse_Name_HasItsParts(string text, string? scope, string name, string stem)
    {
        PluginName.TryParse(text, out var parsed).ShouldBeTrue();

        (parsed.Scope, parsed.Name, parsed.ArchiveStem, parsed.RelativePath).ShouldBe((scope, name, stem, text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("@a")]
    [InlineData("@a/")]
    [InlineData("@/b")]
    [InlineData("@a/b/c")]
    [InlineData("@a/..")]
    [InlineData("é")]
    public void TryParse_NoName_IsRefused(string? text) => PluginName.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_TooLong_IsRefused()
    {
        PluginName.TryParse(new string('a', PluginName.MaxLength), out _).ShouldBeTrue();
        PluginName.TryParse(new string('a', PluginName.MaxLength + 1), out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => PluginName.Parse("A"));
    }

    [Fact]
    public void CompareTo_Names_IsOrdinal() =>
        new[] { "b", "a-b", "@z/a", "a" }
            .Select(PluginName.Parse)
            .Order()
            .Select(n => n.ToString())
            .ShouldBe(["@z/a", "a", "a-b", "b"]);
}
