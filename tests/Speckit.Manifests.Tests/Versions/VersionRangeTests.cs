using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Tests.Versions;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData(">=0.0.20", "0.0.20", true)]
    [InlineData(">=0.0.20", "0.0.19", false)]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2.3", "1.2.3+build", true)]
    [InlineData("1.2.3", "1.2.4", false)]
    [InlineData("14.x", "14.9.1", true)]
    [InlineData("14.x", "15.0.0", false)]
    [InlineData("^1.2", "1.9.0", true)]
    [InlineData("^1.2", "2.0.0", false)]
    [InlineData("^0.2.3", "0.3.0", false)]
    [InlineData("^0.0.3", "0.0.4", false)]
    [InlineData("~1.2.3", "1.2.9", true)]
    [InlineData("~1.2.3", "1.3.0", false)]
    [InlineData("1 - 2", "2.9.9", true)]
    [InlineData("1 - 2", "3.0.0", false)]
    [InlineData("1.2.3 - 2.0.0", "2.0.1", false)]
    [InlineData("<1 || >=2", "1.5.0", false)]
    [InlineData("<1 || >=2", "2.0.0", true)]
    [InlineData(">1", "1.9.9", false)]
    [InlineData("<=1.2", "1.2.9", true)]
    [InlineData("", "7.0.0", true)]
    [InlineData("*", "7.0.0", true)]
    [InlineData(">*", "7.0.0", false)]
    public void Contains_Release_FollowsNpm(string range, string version, bool expected) =>
        VersionRange.Parse(range).Contains(SemanticVersion.Parse(version)).ShouldBe(expected);

    [Theory]
    [InlineData("*", "1.0.0-alpha", false)]
    [InlineData(">=1.0.0-alpha", "1.0.0-beta", true)]
    [InlineData(">=1.0.0-alpha", "1.0.1-beta", false)]
    [InlineData("^1.2.3-beta.2", "1.2.3-beta.10", true)]
    [InlineData("^1.2.3-beta.2", "1.2.4-beta.10", false)]
    public void Contains_Prerelease_NeedsComparatorOfItsOwnVersion(string range, string version, bool expected) =>
        VersionRange.Parse(range).Contains(SemanticVersion.Parse(version)).ShouldBe(expected);

    [Theory]
    [InlineData("*", "1.0.0-alpha", true)]
    [InlineData("^1", "1.5.0-alpha", true)]
    [InlineData("^1", "2.0.0-alpha", false)]
    [InlineData("1.0.0 - 2.0.9007199254740991", "1.5.0", false)]
    public void Contains_IncludingPrereleases_TreatsThemAsReleases(string range, string version, bool expected) =>
        VersionRange.Parse(range).Contains(SemanticVersion.Parse(version), includePrerelease: true).ShouldBe(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("latest")]
    [InlineData("1.2.3.4")]
    [InlineData("01.2.3")]
    [InlineData(">=")]
    [InlineData("1 -")]
    [InlineData("1 - 2 - 3")]
    [InlineData("=1.2.3 - 2")]
    [InlineData("1.2.3 - =2.0.0")]
    [InlineData("1.2.3 - x2")]
    [InlineData("1.2-beta")]
    [InlineData("1..2")]
    [InlineData("x.1")]
    [InlineData("2.2.*2")]
    [InlineData(">=1,<2")]
    [InlineData("^1.2.3.")]
    [InlineData("^9007199254740991")]
    [InlineData("~1.9007199254740991")]
    [InlineData(">9007199254740991")]
    [InlineData("^9007199254740992.0.0")]
    [InlineData("1 || nonsense")]
    [InlineData("1.0.0-01")]
    [InlineData("1.0.0-")]
    public void TryParse_Garbage_IsRefused(string? text) => VersionRange.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_LongerThanLimit_IsRefused()
    {
        var longest = "1" + new string(' ', VersionRange.MaxLength - 1);

        VersionRange.TryParse(longest, out _).ShouldBeTrue();
        VersionRange.TryParse(longest + " ", out _).ShouldBeFalse();
    }

    [Fact]
    public void Parse_Garbage_Throws() => Should.Throw<FormatException>(() => VersionRange.Parse("latest"));

    [Theory]
    [InlineData("^1.2.3 || ~2.0", ">=1.2.3 <2.0.0-0", ">=2.0.0 <2.1.0-0")]
    [InlineData("1.x", ">=1.0.0 <2.0.0-0")]
    [InlineData("<=1.2.3 >0.5.0 =1.0.0", "<=1.2.3 >0.5.0 1.0.0")]
    [InlineData("1 || *", "")]
    [InlineData("<0 || >*", "<0.0.0-0")]
    public void Alternatives_Sugar_IsComparators(string text, params string[] expected) =>
        VersionRange.Parse(text).Alternatives.Select(set => string.Join(' ', set)).ShouldBe(expected);

    [Fact]
    public void Text_AnyRange_IsAsWritten()
    {
        var range = VersionRange.Parse("  >= 1.0 ");

        range.Text.ShouldBe("  >= 1.0 ");
        range.ToString().ShouldBe("  >= 1.0 ");
        range.ShouldBe(VersionRange.Parse("  >= 1.0 "));
        range.GetHashCode().ShouldBe(VersionRange.Parse("  >= 1.0 ").GetHashCode());
        range.Equals((object)"1").ShouldBeFalse();
        VersionRange.Any.Contains(SemanticVersion.Parse("3.2.1")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("^")]
    [InlineData(" - ")]
    [InlineData("1.0.0-a.")]
    [InlineData(">=1 <2 ||")]
    public void TryParse_LongHostileText_EndsQuickly(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, VersionRange.MaxLength / pattern.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        for (var i = 0; i < 100; i++)
        {
            _ = VersionRange.TryParse(text, out _);
        }

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }
}
