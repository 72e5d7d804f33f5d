using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Publishing;
using Speckit.Registry.Client.Tests.Support;

namespace Speckit.Registry.Client.Tests.Http;

public sealed class ApiTests : ClientTest
{
    [Fact]
    public async Task Search_Parameters_AreEscaped()
    {
        Registry.On("/plugins", FakeRegistry.JsonAnswer("""{"total":0,"offset":0,"limit":5,"plugins":[]}"""));

        var result = await Client()
            .SearchAsync("a&b=c #", "com mands", TrustLevel.Verified, 2, 5, CancellationToken.None);

        result.Succeeded.ShouldBeTrue();
        Registry
            .Requests.Single()
            .Path.ShouldBe("/plugins?page=2&size=5&q=a%26b%3Dc%20%23&category=com%20mands&trust=verified");
    }

    [Fact]
    public async Task Problem_WithPlaces_IsPassedOn()
    {
        Registry.On(
            "/plugins/alpha",
            FakeRegistry.JsonAnswer(
                """
                {"title":"Manifest wrong","status":422,"code":"SPK1001","detail":"First","errors":[
                {"code":"SPK1001","severity":"error","message":"First","hint":"Do this","file":"plugin.yaml","line":3,"column":4},
                {"code":"SPK1002","severity":"warning","message":"Second"}]}
                """,
                422,
                ProblemDetails.MediaType
            )
        );

        var result = await GetPluginAsync();

        result.Diagnostics.Length.ShouldBe(2);
        result.Diagnostics[0].ToString().ShouldBe("plugin.yaml:3:4: error SPK1001: First (Do this)");
        result.Diagnostics[0].Descriptor.Kind.ShouldBe(FailureKind.BadInput);
        result.Diagnostics[1].Severity.ShouldBe(Severity.Warning);
    }

    [Theory]
    [InlineData(403, "text/html", "<html>", "SPK4006")]
    [InlineData(401, "application/problem+json", "garbage", "SPK4006")]
    [InlineData(404, "application/problem+json", """{"title":"x","status":404,"code":"SPK9"}""", "SPK4005")]
    [InlineData(409, "application/problem+json", """{"title":"x","status":409,"code":"SPK4064"}""", "SPK4064")]
    [InlineData(200, "application/json", "garbage", "SPK4002")]
    [InlineData(200, "application/json", "null", "SPK4002")]
    [InlineData(200, "application/json", "{}", "SPK4002")]
    public async Task Answer_OfAnyForm_IsADiagnostic(int status, string type, string body, string code)
    {
        Registry.On("/plugins/alpha", FakeRegistry.JsonAnswer(body, status, type));

        var result = await GetPluginAsync();

        result.Diagnostics[0].Code.ShouldBe(code);
        result.Diagnostics[0].Hint.ShouldNotBe("");
    }

    [Fact]
    public async Task Answer_TooLarge_IsRefused()
    {
        Limits = Limits with { MaxAnswerBytes = 1000 };
        Registry.On("/plugins/alpha", FakeRegistry.JsonAnswer(new string(' ', 2000)));

        (await GetPluginAsync()).Diagnostics.Single().Code.ShouldBe("SPK4003");
    }

    [Fact]
    public async Task GetKey_RightKey_IsReturned()
    {
        using var key = SigningKey.Generate();
        OnKey(key.PublicKey.KeyId, key.PublicKey.KeyId, key.PublicKey.Pem);

        var result = await Client().GetKeyAsync(key.PublicKey.KeyId, CancellationToken.None);

        result.Value.Pem.ShouldBe(key.PublicKey.Pem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetKey_AnotherKey_IsRefused(bool saysSo)
    {
        using var asked = SigningKey.Generate();
        using var evil = SigningKey.Generate();
        var id = asked.PublicKey.KeyId;
        OnKey(id, saysSo ? evil.PublicKey.KeyId : id, evil.PublicKey.Pem);

        var result = await Client().GetKeyAsync(id, CancellationToken.None);

        result.Diagnostics.Single().Code.ShouldBe("SPK4013");
        result.Diagnostics.Single().Descriptor.Kind.ShouldBe(FailureKind.Refused);
    }

    [Fact]
    public async Task GetKey_NoKeyOrGarbage_IsRefused()
    {
        (await Client().GetKeyAsync("abc", CancellationToken.None)).Diagnostics.Single().Code.ShouldBe("SPK4015");
        OnKey("abc", "abc", "garbage");
        (await Client().GetKeyAsync("abc", CancellationToken.None)).Diagnostics.Single().Code.ShouldBe("SPK3020");
    }

    [Fact]
    public async Task Publish_WithoutToken_AsksNobody()
    {
        var result = await PublishAsync(null);

        result.Diagnostics.Single().Code.ShouldBe("SPK4032");
        Registry.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Publish_Redirected_IsNotFollowed()
    {
        await using var other = await FakeRegistry.StartAsync();
        Registry.On("/plugins", FakeRegistry.Redirect(other.Url + "/plugins", 307));

        var result = await PublishAsync("secret");

        result.Succeeded.ShouldBeFalse();
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Publish_ServerFails_IsSentOnce()
    {
        Registry.On("/plugins", FakeRegistry.Status(500));

        var result = await PublishAsync("secret");

        result.Diagnostics.Single().Descriptor.Kind.ShouldBe(FailureKind.Unreachable);
        Registry.Count("/plugins").ShouldBe(1);
    }

    [Fact]
    public async Task Publish_NoAnswer_IsUnreachable()
    {
        Limits = Limits with { UploadTimeout = TimeSpan.FromMilliseconds(200) };
        Registry.On("/plugins", context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        (await PublishAsync("secret")).Diagnostics.Single().Code.ShouldBe("SPK4001");
    }

    [Fact]
    public async Task Handler_ThatFollowsRedirectsByItself_IsFound()
    {
        Registry.On("/plugins/alpha", FakeRegistry.Redirect("/elsewhere"));
        Registry.On("/elsewhere", FakeRegistry.JsonAnswer("{}"));
        using var careless = new HttpClient();

        var result = await Client(http: careless).GetPluginAsync(PluginName.Parse("alpha"), CancellationToken.None);

        result.Diagnostics.Single().Message.ShouldContain("unasked");
    }

    [Fact]
    public async Task Unreachable_Always_NamesUrlAndReason()
    {
        var result = await Client(url: "http://127.0.0.1:1")
            .GetPluginAsync(PluginName.Parse("alpha"), CancellationToken.None);

        var problem = result.Diagnostics.Single();
        problem.Code.ShouldBe("SPK4001");
        problem.Message.ShouldContain("http://127.0.0.1:1/plugins/alpha");
        problem.Message.ShouldContain("refused");
    }

    [Fact]
    public void Constructor_PlainHttpElsewhere_IsABug() =>
        Should.Throw<ArgumentException>(() => Client(url: "http://plugins.example.com"));

    [Fact]
    public async Task ScopedName_Path_IsTheDesigns()
    {
        await Client().GetPluginAsync(PluginName.Parse("@acme/tool"), CancellationToken.None);

        Registry.Requests.Single().Path.ShouldBe("/plugins/@acme/tool");
    }

    private Task<Result<PluginDetails>> GetPluginAsync() =>
        Client().GetPluginAsync(PluginName.Parse("alpha"), CancellationToken.None);

    private Task<Result<PublishResponse>> PublishAsync(string? token) =>
        Client(token)
            .PublishAsync(
                new PublishRequest { ArchivePath = Folder.Write("package.tar.gz", "archive") },
                null,
                CancellationToken.None
            );

    private void OnKey(string path, string id, string pem) =>
        Registry.On(
            "/keys/" + path,
            FakeRegistry.JsonAnswer(
                System.Text.Json.JsonSerializer.Serialize(
                    new PublicKeyResponse
                    {
                        KeyId = id,
                        Pem = pem,
                        Publisher = "acme",
                        Registered = DateTimeOffset.UnixEpoch,
                    },
                    RegistryJsonContext.Default.PublicKeyResponse
                )
            )
        );
}
