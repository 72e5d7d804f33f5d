using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Tests.Digests;

public sealed class Sha256DigestTests
{
    private const string Empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void Parse_OwnText_IsEqual()
    {
        var digest = Sha256Digest.Of([]);

        digest.ToString().ShouldBe(Empty);
        Sha256Digest.Parse(Empty).ShouldBe(digest);
        Sha256Digest.Of(Stream.Null).ShouldBe(digest);
        digest.Hex.Length.ShouldBe(64);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("sha256:g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Sha256Digest.TryParse(text, out var digest).ShouldBeFalse();
        digest.ShouldBeNull();
        Should.Throw<FormatException>(() => Sha256Digest.Parse(text!));
    }

    [Fact]
    public void FromHash_OtherLength_Throws() =>
        Should.Throw<ArgumentException>(() => Sha256Digest.FromHash(new byte[31]));
}
