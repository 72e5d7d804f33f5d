namespace Speckit.Manifests.Tests.Jp;

public sealed class SectionTests
{
    [Theory]
    [InlineData("compatibility: {speckit: {min: ¦1.0}}", "SPK1028")]
    [InlineData("compatibility: {speckit: {max: ¦'>1'}}", "SPK1028")]
    [InlineData("compatibility: {speckit: {min: 2.0.0, max: ¦1.0.0}}", "SPK1039")]
    [InlineData("compatibility: {speckit: {tested: ¦1.0.0}}", "SPK1025")]
    [InlineData("compatibility: {speckit: {tested: [¦1.0]}}", "SPK1028")]
    [InlineData("compatibility: {speckit: ¦1.0.0}", "SPK1025")]
    [InlineData("compatibility: {speckit: {¦minimum: 1.0.0}}", "SPK1023")]
    [InlineData("compatibility: {platforms: [¦osx]}", "SPK1030")]
    [InlineData("compatibility: {platforms: ¦linux}", "SPK1025")]
    [InlineData("compatibility: {¦node: 1.0.0}", "SPK1023")]
    [InlineData("compatibility: ¦[]", "SPK1025")]
    [InlineData("signatures: {manifest: ¦1}", "SPK1025")]
    [InlineData("signatures: {¦sha: a}", "SPK1023")]
    [InlineData("config: {schema: ¦true}", "SPK1025")]
    [InlineData("config: {defaults: ¦[a]}", "SPK1025")]
    [InlineData("config: {¦default: {}}", "SPK1023")]
    [InlineData("¦config:", "SPK1025")]
    [InlineData("¦provide: {}", "SPK1023")]
    [InlineData("¦Requires: {}", "SPK1023")]
    public void Read_BadSection_IsOneLocatedError(string section, string code) =>
        Manifests.ShouldPoint(section + "\n", code);

    [Fact]
    public void Read_TestedOutsideOfBounds_IsWarning()
    {
        var result = Manifests.Read(
            "compatibility: {speckit: {min: 1.0.0, max: 2.0.0, tested: [0.9.0, 1.5.0, 2.0.1]}}\n"
        );

        result.Value.Compatibility.TestedSpeckit.Length.ShouldBe(3);
        result.Diagnostics.Select(d => $"{d.Severity} {d.Code}").ShouldBe(["Warning SPK1039", "Warning SPK1039"]);
    }

    [Fact]
    public void Read_OneSidedBounds_AreRead()
    {
        var compatibility = Manifests.Read("compatibility: {speckit: {min: 1.0.0-beta}}\n").Value.Compatibility;

        (compatibility.MinSpeckit!.ToString(), compatibility.MaxSpeckit).ShouldBe(("1.0.0-beta", null));
    }

    [Theory]
    [InlineData("apiVersion: speckit.dev/v1\nkind: ¦plugin\n", "SPK1022")]
    [InlineData("apiVersion: ¦speckit.dev/v2\nkind: Plugin\n", "SPK1022")]
    [InlineData("apiVersion: ¦1\nkind: Plugin\n", "SPK1025")]
    [InlineData("¦apiVersion: speckit.dev/v1\n# no kind\n", "SPK1024")]
    [InlineData("¦kind: Plugin\n# no apiVersion\n", "SPK1024")]
    public void Read_OtherApi_IsOneLocatedError(string head, string code) =>
        Manifests.ShouldPointAnywhere(head + "metadata: {name: a, version: 1.0.0}\n", code);

    [Theory]
    [InlineData("ReQuires", "did you mean 'requires'?")]
    [InlineData("compatability", "did you mean 'compatibility'?")]
    [InlineData("zzz", "remove it")]
    public void Read_UnknownKey_SuggestsTheNearest(string key, string hint) =>
        Manifests.Read($"{key}: {{}}\n").Diagnostics.ShouldHaveSingleItem().Hint.ShouldBe(hint);
}
