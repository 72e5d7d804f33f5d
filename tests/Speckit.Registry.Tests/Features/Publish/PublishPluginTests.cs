using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Speckit.Packaging.Signing;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Features.Publish;

public sealed class PublishPluginTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private string _token = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _token = await _registry.TokenAsync();
    }

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task Publish_SignedPackageWithFirstKey_IsThereAtOnceEverywhere()
    {
        var package = TestPackage.Create("security-scanner", "1.2.0", _registry.Key);

        using var response = await _registry
            .PublishAsync(package, _token, _registry.Key.PublicKey.Pem)
            .ShouldBeAsync(HttpStatusCode.Created);

        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        answer["archive"]!.GetValue<string>().ShouldBe(package.Digest.ToString());
        answer["trust"]!.GetValue<string>().ShouldBe("self-signed");
        answer["keyid"]!.GetValue<string>().ShouldBe(_registry.Key.PublicKey.KeyId);
        response.Headers.Location!.AbsoluteUri.ShouldBe(answer["url"]!.GetValue<string>());
        (await _registry.JsonAsync("/plugins/security-scanner"))["summary"]!["version"]!
            .GetValue<string>()
            .ShouldBe("1.2.0");
        (await _registry.Http.GetStringAsync("/index/se/cu/security-scanner")).ShouldContain(package.Digest.ToString());
        (await _registry.Http.GetByteArrayAsync("/plugins/security-scanner/versions/1.2.0/download")).ShouldBe(
            package.Archive
        );
        (await _registry.Http.GetByteArrayAsync("/plugins/security-scanner/versions/1.2.0/signature")).ShouldBe(
            package.Signature
        );
        (await _registry.JsonAsync("/plugins?q=security"))["total"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Publish_SameBytesAgain_IsOkAndChangesNothing()
    {
        var package = await _registry.PublishedAsync("alpha");
        var before = await _registry.Http.GetStringAsync("/index/al/ph/alpha");

        using var again = await _registry.PublishAsync(package, _token).ShouldBeAsync(HttpStatusCode.OK);

        (await _registry.Http.GetStringAsync("/index/al/ph/alpha")).ShouldBe(before);
    }

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.0.0+other.build")]
    public async Task Publish_OtherBytesUnderSameVersion_Conflicts(string version)
    {
        var first = await _registry.PublishedAsync("alpha");
        var other = TestPackage.Create(
            "alpha",
            version,
            _registry.Key,
            entrypoint: "def run(context):\n    return 'evil'\n"
        );

        await _registry.PublishAsync(other, _token).ShouldBeProblemAsync(HttpStatusCode.Conflict, "SPK4064");

        (await _registry.Http.GetByteArrayAsync("/plugins/alpha/versions/1.0.0/download")).ShouldBe(first.Archive);
    }

    [Fact]
    public async Task Publish_NameOfAnotherPublisher_IsRefused()
    {
        await _registry.PublishedAsync("alpha");
        using var key = SigningKey.Generate();
        var mine = TestPackage.Create("alpha", "2.0.0", key);

        await _registry
            .PublishAsync(mine, await _registry.TokenAsync("mallory"), key.PublicKey.Pem)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "SPK4063");
    }

    [Theory]
    [InlineData("security_scanner")]
    [InlineData("securityscanner")]
    [InlineData("security.scanner")]
    [InlineData("secur1ty-scanner", false)]
    [InlineData("security-scanner-pro", false)]
    public async Task Publish_NameThatEyesConfuse_IsRefused(string name, bool isConfusable = true)
    {
        await _registry.PublishedAsync("security-scanner");

        using var response = await _registry.PublishAsync(TestPackage.Create(name, key: _registry.Key), _token);

        response.StatusCode.ShouldBe(isConfusable ? HttpStatusCode.Conflict : HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("@acme/other")]
    [InlineData("@ac-me/other")]
    public async Task Publish_IntoScopeOfAnotherPublisher_IsRefused(string name)
    {
        await _registry.PublishedAsync("@acme/tool");
        using var key = SigningKey.Generate();

        await _registry
            .PublishAsync(TestPackage.Create(name, key: key), await _registry.TokenAsync("mallory"), key.PublicKey.Pem)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "SPK4063");
    }

    [Fact]
    public async Task Publish_Unsigned_IsRefusedUnlessAllowed()
    {
        var package = TestPackage.Create("alpha");

        await _registry
            .PublishAsync(package, _token)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "SPK4067");

        await using var lenient = await TestRegistry.StartAsync(allowUnsigned: true);
        using var taken = await lenient
            .PublishAsync(package, await lenient.TokenAsync())
            .ShouldBeAsync(HttpStatusCode.Created);
        (await lenient.Http.GetStringAsync("/index/al/ph/alpha")).ShouldContain("\"trust\":\"unsigned\"");
        await lenient
            .GetAsync("/plugins/alpha/versions/1.0.0/signature")
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "SPK4051");
    }

    [Fact]
    public async Task Publish_SignatureOfAnotherPackage_IsRefused()
    {
        var other = TestPackage.Create("alpha", "1.0.0", _registry.Key);
        var swapped = TestPackage.Create("alpha", "1.0.1", _registry.Key) with { Signature = other.Signature };

        await _registry
            .PublishAsync(swapped, _token, _registry.Key.PublicKey.Pem)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "SPK3008");
        await _registry.GetAsync("/plugins/alpha").ShouldBeProblemAsync(HttpStatusCode.NotFound, "SPK4057");
    }

    [Fact]
    public async Task Publish_SecondKeyAlongWithPackage_IsRefused()
    {
        await _registry.PublishedAsync("alpha");
        using var stolen = SigningKey.Generate();
        var package = TestPackage.Create("alpha", "1.0.1", stolen);

        await _registry
            .PublishAsync(package, _token, stolen.PublicKey.Pem)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "SPK4068");
    }

    [Fact]
    public async Task Publish_KeyNobodyRegistered_IsRefused() =>
        await _registry
            .PublishAsync(TestPackage.Create("alpha", key: _registry.Key), _token)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "SPK4068");

    [Fact]
    public async Task Publish_KeyOfAnotherPublisher_IsRefused()
    {
        await _registry.PublishedAsync("alpha");

        await _registry
            .PublishAsync(
                TestPackage.Create("beta", key: _registry.Key),
                await _registry.TokenAsync("mallory"),
                _registry.Key.PublicKey.Pem
            )
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "SPK4069");
    }

    [Fact]
    public async Task Publish_SeveralGatesShut_AllAreTold()
    {
        var package = TestPackage.Create("alpha", license: null, readme: false);

        using var response = await _registry.PublishAsync(package, _token);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await TestRegistry.ProblemAsync(response);
        problem
            .Errors!.Value.Select(error => error.Code)
            .ShouldBe(["SPK4070", "SPK4071", "SPK4067"], ignoreOrder: true);
    }

    [Fact]
    public async Task Publish_MissingEntrypointFile_IsRefused()
    {
        var package = TestPackage.Create(
            "alpha",
            key: _registry.Key,
            extra: "  agents:\n    - name: ghost\n      description: Not there\n      persona_file: agents/ghost.md"
        );

        using var response = await _registry.PublishAsync(package, _token, _registry.Key.PublicKey.Pem);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TestRegistry.ProblemAsync(response)).Detail!.ShouldContain("agents/ghost.md");
    }

    [Fact]
    public async Task Publish_ManifestWithSeveralMistakes_TellsEachWithItsPlace()
    {
        var package = TestPackage.Create(
            "alpha",
            manifest: "apiVersion: speckit.dev/v1\nkind: Plugin\nmetadata:\n  name: UPPER\n  versoin: 1\n"
        );

        using var response = await _registry.PublishAsync(package, _token);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var errors = (await TestRegistry.ProblemAsync(response)).Errors!.Value;
        errors.Length.ShouldBeGreaterThan(1);
        errors.ShouldAllBe(error => error.File == "plugin.yaml" && error.Line > 0 && error.Code.StartsWith("SPK1"));
    }

    [Fact]
    public async Task Publish_UnknownLicense_IsTakenWithAWarning()
    {
        var package = TestPackage.Create("alpha", key: _registry.Key, license: "Proprietary");

        using var response = await _registry
            .PublishAsync(package, _token, _registry.Key.PublicKey.Pem)
            .ShouldBeAsync(HttpStatusCode.Created);

        (await response.Content.ReadAsStringAsync()).ShouldContain("SPK4072");
    }

    [Fact]
    public async Task Publish_NotAnArchive_IsRefused() =>
        await _registry
            .PublishAsync(new TestPackage("x", "1.0.0", Encoding.ASCII.GetBytes("not a gzip"), null, null!), _token)
            .ShouldBeProblemStartingAsync("SPK20");

    [Fact]
    public async Task Publish_WithoutToken_IsRefusedBeforeTheBodyIsRead() =>
        await _registry
            .PublishAsync(TestPackage.Create("alpha"), token: null)
            .ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "SPK4060");

    [Theory]
    [InlineData("archive archive", "SPK4066")]
    [InlineData("signature", "SPK4066")]
    [InlineData("archive virus", "SPK4066")]
    [InlineData("archive signature publicKey archive", "SPK4066")]
    public async Task Publish_WrongParts_IsRefused(string parts, string code)
    {
        using var content = new MultipartFormDataContent();
        foreach (var part in parts.Split(' '))
        {
            content.Add(new ByteArrayContent([1, 2, 3]), part, "file");
        }

        await _registry
            .SendAsync(HttpMethod.Post, "/plugins", _token, content)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        Directory.EnumerateFiles(Path.Combine(_registry.Data, "incoming")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("multipart/form-data", HttpStatusCode.BadRequest, "SPK4066")]
    [InlineData("multipart/form-data; boundary=x", HttpStatusCode.BadRequest, "SPK4066")]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType, "SPK4054")]
    [InlineData("garbage", HttpStatusCode.UnsupportedMediaType, "SPK4054")]
    public async Task Publish_WrongMediaType_IsRefused(string type, HttpStatusCode status, string code)
    {
        using var content = new ByteArrayContent("--x\r\nhello"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        await _registry.SendAsync(HttpMethod.Post, "/plugins", _token, content).ShouldBeProblemAsync(status, code);
    }

    [Fact]
    public async Task Publish_LargerThanTheLimit_IsRefusedAndLeavesNothing()
    {
        await using var small = await TestRegistry.StartAsync(limits: new RequestLimits { MaxArchive = 1000 });
        var package = new TestPackage("x", "1.0.0", new byte[5000], null, null!);

        await small
            .PublishAsync(package, await small.TokenAsync())
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "SPK4053");

        Directory.EnumerateFiles(Path.Combine(small.Data, "incoming")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Publish_LargerThanTheServerReadsAtAll_IsRefused()
    {
        await using var small = await TestRegistry.StartAsync(
            limits: new RequestLimits
            {
                MaxArchive = 1000,
                MaxSignature = 1,
                MaxKey = 1,
            }
        );
        var package = new TestPackage("x", "1.0.0", new byte[1 << 20], null, null!);

        await small
            .PublishAsync(package, await small.TokenAsync())
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "SPK4053");
    }

    [Fact]
    public async Task Publish_ScopedName_WorksOnEveryPath()
    {
        var package = await _registry.PublishedAsync("@acme/tool", "1.0.0");

        foreach (var name in new[] { "@acme/tool", "@acme%2Ftool", "%40acme%2ftool", "%40acme/tool" })
        {
            (await _registry.JsonAsync($"/plugins/{name}"))["summary"]!["name"]!
                .GetValue<string>()
                .ShouldBe("@acme/tool", name);
            (await _registry.JsonAsync($"/plugins/{name}/versions/1.0.0"))["index"]!["vers"]!
                .GetValue<string>()
                .ShouldBe("1.0.0");
            (await _registry.JsonAsync($"/packages/{name}/1.0.0"))["description"]!
                .GetValue<string>()
                .ShouldNotBeEmpty();
            (await _registry.Http.GetByteArrayAsync($"/plugins/{name}/versions/1.0.0/download")).ShouldBe(
                package.Archive,
                name
            );
            (await _registry.Http.GetStringAsync($"/index/{name}")).ShouldContain("@acme/tool");
            (await _registry.Http.GetByteArrayAsync($"/archives/{name}/1.0.0/{package.Digest.Hex}.tar.gz")).ShouldBe(
                package.Archive
            );
            (
                await _registry.Http.GetByteArrayAsync($"/archives/{name}/1.0.0/{package.Digest.Hex}.tar.gz.sig")
            ).ShouldBe(package.Signature);
        }
    }

    [Fact]
    public async Task Publish_WholeManifest_IndexSaysWhatItNeedsAndProvides()
    {
        var extra = """
            requires:
              speckit: "^0.1.0 || 1 - 2"
              python: ">=3.11"
              node: 20.x
              plugins:
                - name: base-security
                  version: ">=1.0.0"
                - name: "@acme/extra"
                  version: "^2"
                  optional: true
              capabilities: [network, filesystem.read]
            compatibility:
              speckit:
                min: "0.1.1"
                max: "1.5.0"
              platforms: [linux, macos]
            """;
        await _registry.PublishedAsync(TestPackage.Create("alpha", "1.0.0", _registry.Key, extra: extra));

        var line = JsonNode.Parse(await _registry.Http.GetStringAsync("/index/al/ph/alpha"))!;

        line["requires"]!.ToJsonString().ShouldBe("""{"base-security":"\u003E=1.0.0"}""");
        line["optional"]!["@acme/extra"]!.GetValue<string>().ShouldBe("^2");
        line["speckit"]!.GetValue<string>().ShouldBe(">=0.1.1 <=1.5.0 ^0.1.0 || >=0.1.1 <=1.5.0 >=1 <=2");
        line["platforms"]!.AsArray().Count.ShouldBe(2);
        line["runtime"]!.GetValue<string>().ShouldBe("python");
        line["runtimes"]!.ToJsonString().ShouldBe("""{"node":"20.x","python":"\u003E=3.11"}""");
        line["capabilities"]!.AsArray().Count.ShouldBe(2);
        line["provides"]!["commands"]![0]!.GetValue<string>().ShouldBe("demo:hello");
        line["v"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Publish_LargerThanOtherBodiesMayBe_IsTaken()
    {
        var data = System.Security.Cryptography.RandomNumberGenerator.GetBytes(3 << 20);

        var package = await _registry.PublishedAsync(TestPackage.Create("alpha", key: _registry.Key, data: data));

        (await _registry.Http.GetByteArrayAsync("/plugins/alpha/versions/1.0.0/download")).ShouldBe(package.Archive);
    }
}
