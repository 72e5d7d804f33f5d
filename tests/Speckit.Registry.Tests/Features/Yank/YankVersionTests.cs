using System.Net;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Features.Yank;

public sealed class YankVersionTests : IAsyncLifetime
{
    private const string Yank = "/plugins/alpha/versions/1.1.0/yank";
    private TestRegistry _registry = null!;
    private string _token = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _token = await _registry.TokenAsync();
        await _registry.PublishedAsync("alpha", "1.0.0");
        await _registry.PublishedAsync("alpha", "1.1.0");
    }

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task Yank_Newest_StaysDownloadableAndIsNoLongerNewest()
    {
        var before = await Index();

        using var response = await _registry.SendAsync(HttpMethod.Post, Yank, _token).ShouldBeAsync(HttpStatusCode.OK);

        var lines = (await Index()).Split('\n');
        lines[0].ShouldBe(before.Split('\n')[0]);
        lines[1].ShouldBe(before.Split('\n')[1].Replace("\"yanked\":false", "\"yanked\":true"));
        (await _registry.JsonAsync("/plugins/alpha"))["summary"]!["version"]!.GetValue<string>().ShouldBe("1.0.0");
        using var download = await _registry
            .GetAsync("/plugins/alpha/versions/1.1.0/download")
            .ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Yank_ThenRestore_IsAsBefore()
    {
        var before = await Index();
        using var yanked = await _registry.SendAsync(HttpMethod.Post, Yank, _token).ShouldBeAsync(HttpStatusCode.OK);

        using var restored = await _registry
            .SendAsync(HttpMethod.Delete, Yank, _token)
            .ShouldBeAsync(HttpStatusCode.OK);

        (await Index()).ShouldBe(before);
    }

    [Fact]
    public async Task Yank_EveryVersion_HidesThePluginFromSearchButNotItsPage()
    {
        foreach (var version in new[] { "1.0.0", "1.1.0" })
        {
            using var done = await _registry.SendAsync(
                HttpMethod.Post,
                $"/plugins/alpha/versions/{version}/yank",
                _token
            );
        }

        (await _registry.JsonAsync("/plugins?q=alpha"))["total"]!.GetValue<int>().ShouldBe(0);
        var page = await _registry.JsonAsync("/plugins/alpha");
        page["latest"].ShouldBeNull();
        page["versions"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Yank_ByOthers_IsRefused()
    {
        await _registry
            .SendAsync(HttpMethod.Post, Yank, await _registry.TokenAsync("mallory"))
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "SPK4063");
        await _registry
            .SendAsync(HttpMethod.Post, Yank, await _registry.TokenAsync("acme", admin: false, "publish"))
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "SPK4062");
        await _registry.SendAsync(HttpMethod.Post, Yank).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "SPK4060");
    }

    [Fact]
    public async Task Yank_ByAdmin_IsDone()
    {
        using var response = await _registry
            .SendAsync(HttpMethod.Post, Yank, await _registry.TokenAsync("operator", admin: true))
            .ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Yank_WhatIsNotThere_IsNotFound() =>
        await _registry
            .SendAsync(HttpMethod.Post, "/plugins/alpha/versions/3.0.0/yank", _token)
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "SPK4057");

    private Task<string> Index() => _registry.Http.GetStringAsync("/index/al/ph/alpha");
}
