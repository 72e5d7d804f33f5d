using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;

namespace Speckit.Manifests.Tests.Jp;

public sealed class MetadataTests
{
    [Theory]
    [InlineData("{name: ¦A, version: 1.0.0}", "SPK1027")]
    [InlineData("{name: ¦'@/a', version: 1.0.0}", "SPK1027")]
    [InlineData("{name: ¦a/b, version: 1.0.0}", "SPK1027")]
    [InlineData("{name: ¦../a, version: 1.0.0}", "SPK1027")]
    [InlineData("{name: ¦1, version: 1.0.0}", "SPK1025")]
    [InlineData("{¦name: , version: 1.0.0}", "SPK1025")]
    [InlineData("{name: ¦'', version: 1.0.0}", "SPK1026")]
    [InlineData("{name: ¦[a], version: 1.0.0}", "SPK1025")]
    [InlineData("{name: a, version: ¦1.0}", "SPK1028")]
    [InlineData("{name: a, version: ¦1}", "SPK1028")]
    [InlineData("{name: a, version: ¦v1.0.0}", "SPK1028")]
    [InlineData("{name: a, version: ¦true}", "SPK1025")]
    [InlineData("{name: a, version: 1.0.0, author: ¦7}", "SPK1025")]
    [InlineData("{name: a, version: 1.0.0, ¦author: }", "SPK1025")]
    [InlineData("{name: a, version: 1.0.0, keywords: ¦b}", "SPK1025")]
    [InlineData("{name: a, version: 1.0.0, keywords: [b, ¦{c: d}]}", "SPK1025")]
    [InlineData("{name: a, version: 1.0.0, repository: ¦'git@host:a/b'}", "SPK1043")]
    [InlineData("{name: a, version: 1.0.0, homepage: ¦'javascript:alert(1)'}", "SPK1043")]
    [InlineData("{name: a, version: 1.0.0, homepage: ¦/page}", "SPK1043")]
    [InlineData("{name: a, version: 1.0.0, ¦descripton: b}", "SPK1023")]
    public void Read_BadMetadata_IsOneLocatedError(string metadata, string code) =>
        Manifests.ShouldPointAnywhere($"apiVersion: speckit.dev/v1\nkind: Plugin\nmetadata: {metadata}\n", code);

    [Theory]
    [InlineData("{name: a}")]
    [InlineData("{version: 1.0.0}")]
    public void Read_MissingNameOrVersion_IsOneLocatedError(string metadata) =>
        Manifests.ShouldPointAnywhere($"apiVersion: speckit.dev/v1\nkind: Plugin\n¦metadata: {metadata}\n", "SPK1024");

    [Theory]
    [InlineData("[]")]
    [InlineData("text")]
    [InlineData("~")]
    public void Read_MetadataNotAMapping_IsWrongType(string metadata) =>
        Metadata(metadata).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK1025");

    [Theory]
    [InlineData("1.0", "SemVer has three numbers; write \"1.0.0\"")]
    [InlineData("2", "SemVer has three numbers; write \"2.0.0\"")]
    [InlineData("1e3", "SemVer has three numbers; write \"1.0.0\"")]
    [InlineData("v1.2", "SemVer has three numbers and no 'v' (https://semver.org); write 1.2.0")]
    [InlineData(
        "latest",
        "SemVer has three numbers and no 'v' (https://semver.org); write three numbers with dots between them"
    )]
    public void Read_BadVersion_HintsAtSemVer(string version, string hint) =>
        Metadata($"{{name: a, version: {version}}}").Diagnostics.ShouldHaveSingleItem().Hint.ShouldBe(hint);

    [Fact]
    public void Read_TooLongDescription_IsOutOfBounds() =>
        Metadata($"{{name: a, version: 1.0.0, description: {new string('x', 2049)}}}")
            .Diagnostics.ShouldHaveSingleItem()
            .Code.ShouldBe("SPK1026");

    [Fact]
    public void Read_RepeatedKeyword_IsWarning()
    {
        var result = Metadata("{name: a, version: 1.0.0, keywords: [b, c, b]}");

        result
            .Diagnostics.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe("p:3:54: warning SPK1040: 'metadata.keywords' holds 'b' twice. (remove one of them)");
        result.Value.Keywords.ShouldBe(["b", "c"]);
    }

    private static Result<PluginManifest> Metadata(string metadata) =>
        ManifestReader.Read("p", $"apiVersion: speckit.dev/v1\nkind: Plugin\nmetadata: {metadata}\n");
}
