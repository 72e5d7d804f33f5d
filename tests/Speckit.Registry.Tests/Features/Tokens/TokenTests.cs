using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Features.Tokens;

public sealed class TokenTests
{
    [Fact]
    public async Task CreateToken_ByAdmin_TheTokenWorks()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var response = await registry
            .SendAsync(
                HttpMethod.Post,
                "/tokens",
                await registry.TokenAsync("operator", admin: true),
                JsonContent.Create(
                    new
                    {
                        publisher = "new-team",
                        scopes = new[] { "publish" },
                        expiresInDays = 3,
                    }
                )
            )
            .ShouldBeAsync(HttpStatusCode.Created);
        var token = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["token"]!.GetValue<string>();

        using var published = await registry
            .PublishAsync(TestPackage.Create("alpha", key: registry.Key), token, registry.Key.PublicKey.Pem)
            .ShouldBeAsync(HttpStatusCode.Created);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Big Corp", "publish", 3)]
    [InlineData("@acme", "publish", 3)]
    [InlineData("acme", "admin", 3)]
    [InlineData("acme", "publish", 0)]
    [InlineData("acme", "publish", 99999)]
    public async Task CreateToken_ImpossibleRequest_IsRefused(string publisher, string scope, int days)
    {
        await using var registry = await TestRegistry.StartAsync();

        await registry
            .SendAsync(
                HttpMethod.Post,
                "/tokens",
                await registry.TokenAsync("operator", admin: true),
                JsonContent.Create(
                    new
                    {
                        publisher,
                        scopes = new[] { scope },
                        expiresInDays = days,
                    }
                )
            )
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "SPK4050");
    }

    [Fact]
    public async Task CreateToken_ByPublisher_IsRefused()
    {
        await using var registry = await TestRegistry.StartAsync();

        await registry
            .SendAsync(
                HttpMethod.Post,
                "/tokens",
                await registry.TokenAsync(),
                JsonContent.Create(new { publisher = "acme", admin = true })
            )
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "SPK4062");
    }

    [Fact]
    public async Task Token_ExpiredRevokedOrUnknown_IsRefused()
    {
        var clock = new ManualClock(DateTimeOffset.Parse("2026-01-01T00:00:00Z"));
        await using var registry = await TestRegistry.StartAsync(clock);
        var store = registry.Service<Registry.Storage.Tokens.TokenStore>();
        var (_, expiring) = await store.CreateAsync("acme", ["publish"], TimeSpan.FromDays(1), CancellationToken.None);
        var (token, revoked) = await store.CreateAsync("acme", ["publish"], null, CancellationToken.None);
        await store.RevokeAsync(token.Id, CancellationToken.None);
        clock.Advance(TimeSpan.FromDays(1));

        foreach (var secret in new[] { expiring, revoked, "spk_unknown", "", "' OR 1=1" })
        {
            var code = secret.Length == 0 ? "SPK4060" : "SPK4061";
            await registry
                .PublishAsync(TestPackage.Create("alpha"), secret)
                .ShouldBeProblemAsync(HttpStatusCode.Unauthorized, code);
        }
    }

    [Fact]
    public async Task Token_Secret_IsNowhereInTheData()
    {
        await using var registry = await TestRegistry.StartAsync();
        var secret = await registry.TokenAsync();
        await registry.PublishedAsync("alpha");
        SqliteConnection.ClearAllPools();

        foreach (var file in Directory.EnumerateFiles(registry.Data, "registry.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            (await reader.ReadToEndAsync()).ShouldNotContain(secret[4..]);
        }
    }
}
