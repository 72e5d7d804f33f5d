using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Tests.Diagnostics;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("flaw", "lawn", 2)]
    public void Distance_KnownPairs_IsLevenshteins(string left, string right, int expected) =>
        Suggestion.Distance(left, right).ShouldBe(expected);

    [Theory]
    [InlineData("comands", "commands")]
    [InlineData("COMMANDS", "commands")]
    [InlineData("hoks", "hooks")]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("completely-different", null)]
    public void Closest_Word_IsTheNearestOrNone(string word, string? expected) =>
        Suggestion.Closest(word, ["hooks", "commands", "stacks"]).ShouldBe(expected);

    [Fact]
    public void Closest_EndlessWord_IsNotCompared() =>
        Suggestion.Closest(new string('a', 65), [new string('a', 64)]).ShouldBeNull();
}
