using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Tests.Versions;

public sealed class SemanticVersionTests
{
    // semver.org §11.
    private static readonly string[] Ordered =
    [
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "2.0.0",
        "2.1.0",
        "2.1.1",
    ];

    [Fact]
    public void CompareTo_SpecificationsExample_IsOrdered()
    {
        var versions = Ordered.Select(SemanticVersion.Parse).ToList();

        foreach (var (low, high) in versions.Zip(versions.Skip(1)))
        {
            (low < high && low <= high && high > low && high >= low && low != high).ShouldBeTrue($"{low} < {high}");
        }
    }

    [Fact]
    public void Equals_OtherBuild_IsEqual()
    {
        var left = SemanticVersion.Parse("1.0.0-a+1");
        var right = SemanticVersion.Parse("1.0.0-a+2");

        (left == right).ShouldBeTrue();
        left.Equals((object)right).ShouldBeTrue();
        left.GetHashCode().ShouldBe(right.GetHashCode());
        left.ToString().ShouldBe("1.0.0-a+1");
        left.CompareTo(null).ShouldBe(1);
    }

    [Theory]
    [InlineData("v1.0.0")]
    [InlineData("1.0")]
    [InlineData("01.0.0")]
    [InlineData("1.0.0-01")]
    [InlineData("1.0.0-")]
    [InlineData("1.0.0+")]
    [InlineData("1.0.0-a..b")]
    [InlineData("1.0.9007199254740992")]
    [InlineData("")]
    public void TryParse_NoSemVer_IsRefused(string text)
    {
        SemanticVersion.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => SemanticVersion.Parse(text));
    }

    [Fact]
    public void TryParse_TooLong_IsRefused() =>
        SemanticVersion.TryParse("1.0.0-" + new string('a', SemanticVersion.MaxLength), out _).ShouldBeFalse();
}
