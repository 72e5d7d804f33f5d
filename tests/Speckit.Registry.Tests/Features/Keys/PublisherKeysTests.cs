using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Speckit.Packaging.Signing;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Features.Keys;

public sealed class PublisherKeysTests : IAsyncLifetime
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
    public async Task Register_Key_CanBeFetchedAndSignedWith()
    {
        using var registered = await Register(_registry.Key.PublicKey.Pem, _token)
            .ShouldBeAsync(HttpStatusCode.Created);

        var key = await _registry.JsonAsync("/keys/" + _registry.Key.PublicKey.KeyId);
        key["pem"]!.GetValue<string>().ShouldBe(_registry.Key.PublicKey.Pem);
        key["publisher"]!.GetValue<string>().ShouldBe("acme");
        using var published = await _registry
            .PublishAsync(TestPackage.Create("alpha", key: _registry.Key), _token)
            .ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Register_SecondKey_BothCanBeSignedWith()
    {
        await _registry.PublishedAsync("alpha");
        using var second = SigningKey.Generate();
        using var registered = await Register(second.PublicKey.Pem, _token).ShouldBeAsync(HttpStatusCode.Created);

        using var published = await _registry
            .PublishAsync(TestPackage.Create("alpha", "1.1.0", second), _token)
            .ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Register_KeyOfAnother_IsRefused()
    {
        using var registered = await Register(_registry.Key.PublicKey.Pem, _token);

        await Register(_registry.Key.PublicKey.Pem, await _registry.TokenAsync("mallory"))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "SPK4069");
    }

    [Fact]
    public async Task Register_PrivateOrForeignKeys_AreRefused()
    {
        using var rsa = RSA.Create(2048);
        string[] pems = ["", "hello", _registry.Key.ExportPem(), rsa.ExportSubjectPublicKeyInfoPem()];
        foreach (var pem in pems)
        {
            await Register(pem, _token).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "SPK3020");
        }
    }

    [Fact]
    public async Task Revoke_Key_NothingSignedWithItIsTakenAnyMore()
    {
        await _registry.PublishedAsync("alpha");
        var path = "/keys/" + _registry.Key.PublicKey.KeyId;
        await _registry
            .SendAsync(HttpMethod.Delete, path, await _registry.TokenAsync("mallory"))
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "SPK4063");

        using var revoked = await _registry.SendAsync(HttpMethod.Delete, path, _token).ShouldBeAsync(HttpStatusCode.OK);

        (await _registry.JsonAsync(path))["revoked"].ShouldNotBeNull();
        await _registry
            .PublishAsync(TestPackage.Create("alpha", "1.1.0", _registry.Key), _token)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "SPK4069");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task UnknownKey_IsNotFound(string method) =>
        await _registry
            .SendAsync(new HttpMethod(method), "/keys/abc", _token)
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "SPK4058");

    private Task<HttpResponseMessage> Register(string pem, string token) =>
        _registry.SendAsync(HttpMethod.Post, "/keys", token, JsonContent.Create(new { pem }));
}
