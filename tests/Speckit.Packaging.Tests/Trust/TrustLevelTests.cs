using Speckit.Packaging.Trust;

namespace Speckit.Packaging.Tests.Trust;

public sealed class TrustLevelTests
{
    [Fact]
    public void ToName_EachLevel_IsReadBackAndOrdered()
    {
        var levels = Enum.GetValues<TrustLevel>();

        levels.Select(level => level.ToName()).ShouldBe(["unsigned", "self-signed", "verified", "certified"]);
        levels.ShouldBeInOrder();
        foreach (var level in levels)
        {
            TrustLevels.TryParse(level.ToName(), out var read).ShouldBeTrue();
            read.ShouldBe(level);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Certified")]
    [InlineData("3")]
    [InlineData("selfsigned")]
    public void TryParse_AnythingElse_IsUnsignedAndFalse(string? name)
    {
        TrustLevels.TryParse(name, out var level).ShouldBeFalse();
        level.ShouldBe(TrustLevel.Unsigned);
    }

    [Fact]
    public void ToName_NoLevel_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => ((TrustLevel)7).ToName());
}
