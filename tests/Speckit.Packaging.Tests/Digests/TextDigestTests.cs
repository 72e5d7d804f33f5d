using System.Security.Cryptography;
using System.Text;
using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Tests.Digests;

public sealed class TextDigestTests
{
    /// <summary>Examples of FIPS 180-2, appendix B.</summary>
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    )]
    public void Of_AText_IsItsSha256(string text, string digest) => TextDigest.Of(text).ShouldBe(digest);

    [Fact]
    public void Of_AnyBytes_IsWhatThePlatformSays()
    {
        var random = new Random(180_2);
        for (var length = 0; length < 300; length++)
        {
            var bytes = new byte[length * 7];
            random.NextBytes(bytes);
            TextDigest.Of(bytes).ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)), $"{bytes.Length} bytes");
        }
    }

    [Fact]
    public void Of_TextBeyondAscii_IsOfItsUtf8() =>
        TextDigest.Of("Prüfung 檢查 🔎").ShouldBe(TextDigest.Of(Encoding.UTF8.GetBytes("Prüfung 檢查 🔎")));
}
