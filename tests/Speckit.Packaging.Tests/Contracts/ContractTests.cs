using System.Collections.Immutable;
using System.Text.Json;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Trust;

namespace Speckit.Packaging.Tests.Contracts;

public sealed class ContractTests
{
    private static readonly string Digest = Sha256Digest.Of([]).ToString();

    private static IndexEntry Entry { get; } =
        new()
        {
            Name = "@acme/scanner",
            Version = "1.2.0",
            Requires = new Dictionary<string, string> { ["zeta"] = "^1.0.0", ["alpha"] = ">=2.0.0" },
            Optional = new Dictionary<string, string> { ["maybe"] = "1.x" },
            Speckit = ">=0.0.20",
            Platforms = [],
            Runtime = "python",
            Runtimes = new Dictionary<string, string> { ["python"] = ">=3.11", ["node"] = "20.x" },
            Capabilities = ["network", "filesystem.read"],
            Provides = new Dictionary<string, ImmutableArray<string>>
            {
                ["commands"] = ["jpspec:security-scan"],
                ["agents"] = [],
            },
            Archive = Digest,
            Tree = Digest,
            Size = 1234,
            KeyId = "abc",
            Trust = TrustLevel.SelfSigned,
            Yanked = false,
            Format = 1,
        };

    private static PluginName Name { get; } = PluginName.Parse("@acme/scanner");

    [Fact]
    public void Write_Entry_IsOneSortedLine() =>
        IndexLine
            .Write(Entry)
            .ShouldBe(
                $$"""
                {"name":"@acme/scanner","vers":"1.2.0","requires":{"alpha":"\u003E=2.0.0","zeta":"^1.0.0"},"optional":{"maybe":"1.x"},
                "speckit":"\u003E=0.0.20","platforms":[],"runtime":"python","runtimes":{"node":"20.x","python":"\u003E=3.11"},"capabilities":["network","filesystem.read"],
                "provides":{"agents":[],"commands":["jpspec:security-scan"]},"archive":"{{Digest}}","tree":"{{Digest}}",
                "size":1234,"keyid":"abc","trust":"self-signed","yanked":false,"v":1}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public void ReadAll_WrittenLines_AreReadBack()
    {
        var second = Entry with
        {
            Version = "2.0.0-rc.1",
            Yanked = true,
            KeyId = null,
            Optional = null,
            Speckit = null,
            Runtime = null,
            Runtimes = null,
        };
        var text = IndexLine.Write(Entry) + "\n" + IndexLine.Write(second) + "\n";

        var entries = IndexLine.ReadAll(Name, text).Value;

        entries.Select(IndexLine.Write).ShouldBe([IndexLine.Write(Entry), IndexLine.Write(second)]);
        IndexLine.ReadAll(Name, "").Value.ShouldBeEmpty();
    }

    [Fact]
    public void ReadAll_LineOfANewerFormat_IsSkipped()
    {
        var text = "{\"v\":2,\"anything\":[]}\n" + IndexLine.Write(Entry);

        IndexLine.ReadAll(Name, text).Value.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("\"vers\":\"1.2.0\"", "\"vers\":\"1.2\"")]
    [InlineData("\"vers\":\"1.2.0\",", "")]
    [InlineData("@acme/scanner", "@evil/scanner")]
    [InlineData("\"size\":1234", "\"size\":-1")]
    [InlineData("\"size\":1234", "\"size\":\"1234\"")]
    [InlineData("self-signed", "Certified")]
    [InlineData("\"trust\":\"self-signed\"", "\"trust\":3")]
    [InlineData("\"platforms\":[]", "\"platforms\":[null]")]
    [InlineData("\"platforms\":[]", "\"platforms\":null")]
    [InlineData("\"requires\":{", "\"requires\":{\"beta\":null,")]
    [InlineData("\"runtimes\":{", "\"runtimes\":{\"dotnet\":null,")]
    [InlineData("\"archive\":\"sha256:", "\"archive\":\"md5:")]
    [InlineData("\"v\":1", "\"v\":0")]
    [InlineData("{\"name\"", "[{\"name\"")]
    public void ReadAll_DamagedLine_SaysWhere(string from, string to)
    {
        var good = IndexLine.Write(Entry);
        good.ShouldContain(from);

        var problem = IndexLine
            .ReadAll(Name, good + "\n" + good.Replace(from, to, StringComparison.Ordinal))
            .Diagnostics.Single();

        problem.Code.ShouldBe("SPK2090");
        problem.Location.ShouldBe(new SourceLocation("@acme/scanner", 2, 1));
    }

    [Theory]
    [InlineData("\"requires\":{", "\"requires\":{\"Bad Name\":\"*\",")]
    [InlineData("^1.0.0", "about one")]
    [InlineData("20.x", "the newest")]
    public void ReadAll_RangeThatCannotBeRead_IsLeftToWhoeverChoosesVersions(string from, string to)
    {
        var strange = IndexLine.Write(Entry).Replace(from, to, StringComparison.Ordinal);

        IndexLine.ReadAll(Name, strange).Value.Select(IndexLine.Write).ShouldBe([strange]);
    }

    [Fact]
    public void ReadAll_NullOrHugeLine_IsRefused()
    {
        IndexLine.ReadAll(Name, "null").Diagnostics.Single().Code.ShouldBe("SPK2090");
        IndexLine.ReadAll(Name, new string('{', IndexLine.MaxLength + 1)).Diagnostics.Single().Code.ShouldBe("SPK2090");
    }

    [Theory]
    [InlineData("a", "1/a")]
    [InlineData("ab", "2/ab")]
    [InlineData("abc", "3/a/abc")]
    [InlineData("abcd", "ab/cd/abcd")]
    [InlineData("security-scanner", "se/cu/security-scanner")]
    [InlineData("@acme/scanner", "@acme/scanner")]
    [InlineData("ab..c", "ab/__/ab..c")]
    [InlineData("a.b.c", "a_/b_/a.b.c")]
    public void For_Name_IsAPathThatUrlsKeep(string name, string path)
    {
        var actual = IndexPath.For(PluginName.Parse(name));

        actual.ShouldBe(path);
        new Uri($"http://example.org/index/{actual}").AbsolutePath.ShouldBe($"/index/{path}");
    }

    [Fact]
    public void ArchiveUrl_Template_IsFilledInAndEscaped()
    {
        var config = new IndexConfig
        {
            Download = "https://cdn.example.org/{name}/{version}/{sha256}.tar.gz",
            Api = "https://example.org",
        };

        config
            .ArchiveUrl(Entry)
            .AbsoluteUri.ShouldBe($"https://cdn.example.org/%40acme%2Fscanner/1.2.0/{Digest[7..]}.tar.gz");
        config.SignatureUrl(Entry).AbsoluteUri.ShouldEndWith(".tar.gz.sig");
        (config with { Download = "https://h/{sha256}" })
            .ArchiveUrl(Entry with { Archive = "sha256:../../x" })
            .AbsolutePath.ShouldBe("/..%2F..%2Fx");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative/{name}")]
    [InlineData("javascript:alert(1)")]
    public void ArchiveUrl_NotHttp_Throws(string template) =>
        Should.Throw<FormatException>(() => new IndexConfig { Download = template, Api = "" }.ArchiveUrl(Entry));

    [Fact]
    public void Problem_Json_HasTheNamesOfTheStandard()
    {
        var diagnostic = PackagingDiagnostics.IndexLineInvalid.Error("message", "hint", new SourceLocation("f", 1, 2));
        var problem = new ProblemDetails
        {
            Title = "Bad",
            Status = 422,
            Code = "SPK4001",
            Errors = [ProblemItem.From(diagnostic)],
        };

        var json = JsonSerializer.Serialize(problem, RegistryJsonContext.Default.ProblemDetails);

        json.ShouldBe(
            """{"title":"Bad","status":422,"code":"SPK4001","errors":[{"code":"SPK2090","severity":"error","message":"message","hint":"hint","file":"f","line":1,"column":2}]}"""
        );
        JsonSerializer
            .Deserialize(json, RegistryJsonContext.Default.ProblemDetails)!
            .Errors!.Value.Single()
            .ShouldBe(problem.Errors.Value[0]);
        ProblemItem.From(PackagingDiagnostics.SecretLeftOut.Warning("w")).Severity.ShouldBe("warning");
    }

    [Fact]
    public void Details_Json_RoundTrips()
    {
        var summary = new PluginSummary
        {
            Name = "a",
            Version = "1.0.0",
            Description = "d",
            Trust = TrustLevel.Certified,
            Downloads = 3,
            RatingCount = 0,
            Keywords = [],
            Categories = ["commands"],
            Updated = DateTimeOffset.UnixEpoch,
        };
        var details = new PluginDetails
        {
            Summary = summary,
            Versions = [new VersionSummary("1.0.0", DateTimeOffset.UnixEpoch, TrustLevel.Verified, false)],
        };

        var json = JsonSerializer.Serialize(details, RegistryJsonContext.Default.PluginDetails);
        var read = JsonSerializer.Deserialize(json, RegistryJsonContext.Default.PluginDetails)!;

        JsonSerializer.Serialize(read, RegistryJsonContext.Default.PluginDetails).ShouldBe(json);
        read.Summary.Categories.ShouldBe(["commands"]);
        Should.Throw<JsonException>(() =>
            JsonSerializer.Deserialize("{\"total\":0}", RegistryJsonContext.Default.SearchResponse)
        );
    }
}
