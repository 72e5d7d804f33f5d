using System.Net;
using System.Text;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Features.Trust;

public sealed class SetTrustTests : IAsyncLifetime
{
    private const string Url = "/plugins/alpha/versions/1.0.0/trust";
    private TestRegistry _registry = null!;
    private string _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync(allowUnsigned: true);
        _admin = await _registry.TokenAsync("operator", admin: true);
        await _registry.PublishedAsync("alpha");
    }

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task SetTrust_ByAdmin_IsInIndexAndSearch()
    {
        using var response = await Put("""{"trust":"certified"}""", _admin).ShouldBeAsync(HttpStatusCode.OK);

        (await _registry.Http.GetStringAsync("/index/al/ph/alpha")).ShouldContain("\"trust\":\"certified\"");
        (await _registry.JsonAsync("/plugins?trust=certified"))["total"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task SetTrust_ByItsOwner_IsRefused() =>
        await Put("""{"trust":"certified"}""", await _registry.TokenAsync())
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "SPK4062");

    [Fact]
    public async Task SetTrust_OfUnsignedVersion_IsRefused()
    {
        using var published = await _registry.PublishAsync(TestPackage.Create("beta"), await _registry.TokenAsync());

        await _registry
            .SendAsync(HttpMethod.Put, "/plugins/beta/versions/1.0.0/trust", _admin, Json("""{"trust":"verified"}"""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "SPK4067");
    }

    [Theory]
    [InlineData("""{"trust":"holy"}""")]
    [InlineData("""{"trust":2}""")]
    [InlineData("""{}""")]
    [InlineData("""{"trust":"verified","extra":1}""")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task SetTrust_WrongBody_IsRefused(string body) =>
        await Put(body, _admin).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "SPK4050");

    [Fact]
    public async Task SetTrust_WrongMediaType_IsRefused() =>
        await _registry
            .SendAsync(HttpMethod.Put, Url, _admin, new StringContent("x"))
            .ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "SPK4054");

    private Task<HttpResponseMessage> Put(string body, string token) =>
        _registry.SendAsync(HttpMethod.Put, Url, token, Json(body));

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
