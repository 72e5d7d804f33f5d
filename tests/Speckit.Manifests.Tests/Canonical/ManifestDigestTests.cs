using System.Security.Cryptography;
using System.Text;
using Speckit.Manifests.Canonical;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Canonical;

public sealed class ManifestDigestTests
{
    private const string Small = "name: b\nversion: 1.0.0\nrequires: {capabilities: [network]}\n";

    [Fact]
    public void Compute_SmallManifest_IsSha256OfItsCanonicalJson()
    {
        var json = """{"name":"b","requires":{"capabilities":["network"]},"version":"1.0.0"}""";

        ManifestDigest
            .Compute(Small)
            .Value.ShouldBe("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))));
    }

    [Theory]
    [InlineData("# comment\nversion: '1.0.0'\nname: \"b\"\nrequires:\n  capabilities:\n    - network\n")]
    [InlineData(
        "name: b\r\nversion: 1.0.0\r\nrequires: {capabilities: [network]}\r\nsignatures: {manifest: sha256:abc}\r\n"
    )]
    [InlineData("\uFEFFname: b\nversion: 1.0.0\nsignatures:\nrequires: {capabilities: [network]}\n")]
    public void Compute_SameValues_IsTheSame(string text) =>
        ManifestDigest.Compute(text).Value.ShouldBe(ManifestDigest.Compute(Small).Value);

    [Theory]
    [InlineData("network", "subprocess")]
    [InlineData("[network]", "network")]
    [InlineData("1.0.0", "1.0")]
    [InlineData("name: b", "name: b\nextra: { signatures: 1 }")]
    public void Compute_OtherValues_IsAnother(string from, string to)
    {
        var changed = Small.Replace(from, to);

        changed.ShouldNotBe(Small);
        ManifestDigest.Compute(changed).Value.ShouldNotBe(ManifestDigest.Compute(Small).Value);
    }

    [Fact]
    public void Compute_Bytes_IsThatOfTheText() =>
        ManifestDigest
            .Compute(Encoding.UTF8.GetBytes(Sample.Text))
            .Value.ShouldBe(ManifestDigest.Compute(Sample.Text).Value);

    [Theory]
    [InlineData("a: 'b", "SPK1001")]
    [InlineData("a: 1\na: 2", "SPK1006")]
    [InlineData("[]", "SPK1025")]
    [InlineData("", "SPK1025")]
    public void Compute_NoManifest_SaysWhy(string text, string code)
    {
        var problem = ManifestDigest.Compute(text, "other.yaml").Diagnostics.ShouldHaveSingleItem();

        (problem.Code, problem.Location!.File).ShouldBe((code, "other.yaml"));
    }
}
