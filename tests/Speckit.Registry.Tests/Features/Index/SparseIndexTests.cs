using System.Net;
using System.Text.Json.Nodes;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Features.Index;

public sealed class SparseIndexTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        await _registry.PublishedAsync("alpha", "1.0.0");
    }

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task Index_Lines_AreWhatClientsAccept()
    {
        await _registry.PublishedAsync("alpha", "1.0.1");

        var read = IndexLine.ReadAll(
            PluginName.Parse("alpha"),
            await _registry.Http.GetStringAsync("/index/al/ph/alpha")
        );

        read.Succeeded.ShouldBeTrue(string.Join("; ", read.Diagnostics));
        read.Value.Select(entry => entry.Version).ShouldBe(["1.0.0", "1.0.1"]);
    }

    [Fact]
    public async Task Index_ETag_IsGoodUntilSomethingChanges()
    {
        using var first = await _registry.GetAsync("/index/al/ph/alpha");
        var tag = first.Headers.ETag!.ToString();
        first.Headers.ETag.IsWeak.ShouldBeFalse();
        first.Headers.CacheControl!.ToString().ShouldBe("public, no-cache");

        foreach (var sent in new[] { tag, $"\"x\", {tag}", $"W/{tag}", "*" })
        {
            using var same = await _registry
                .GetAsync("/index/al/ph/alpha", ("If-None-Match", sent))
                .ShouldBeAsync(HttpStatusCode.NotModified);
            same.Headers.ETag!.ToString().ShouldBe(tag);
        }

        await _registry.PublishedAsync("alpha", "1.0.1");
        using var changed = await _registry
            .GetAsync("/index/al/ph/alpha", ("If-None-Match", tag))
            .ShouldBeAsync(HttpStatusCode.OK);
        changed.Headers.ETag!.ToString().ShouldNotBe(tag);
    }

    [Theory]
    [InlineData("/index/al/ph/absent")]
    [InlineData("/index/xx/yy/alpha")]
    [InlineData("/index/alpha")]
    [InlineData("/index/")]
    [InlineData("/index/al/ph/ALPHA")]
    [InlineData("/index/@acme")]
    [InlineData("/index/..%2f..%2fregistry.db")]
    public async Task Index_WhatIsNotThere_IsNotFound(string path) =>
        await _registry.GetAsync(path).ShouldBeProblemAsync(HttpStatusCode.NotFound, "SPK4051");

    [Fact]
    public async Task Index_OtherMethods_AreRefused() =>
        await _registry
            .SendAsync(HttpMethod.Post, "/index/al/ph/alpha")
            .ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "SPK4052");

    [Fact]
    public async Task Index_Head_TellsTheLengthAndSendsNothing()
    {
        using var response = await _registry
            .SendAsync(HttpMethod.Head, "/index/al/ph/alpha")
            .ShouldBeAsync(HttpStatusCode.OK);

        response.Content.Headers.ContentLength.ShouldNotBeNull().ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Config_WithoutPublicUrl_IsWhatTheRequestSaysAndNotKept()
    {
        using var response = await _registry.GetAsync("/index/config.json");

        var config = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        config["api"]!.GetValue<string>().ShouldBe(_registry.Url);
        config["dl"]!.GetValue<string>().ShouldBe(_registry.Url + "/archives/{name}/{version}/{sha256}.tar.gz");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Config_WithPublicUrl_DoesNotCareForTheRequest()
    {
        await using var registry = await TestRegistry.StartAsync(publicUrl: "https://plugins.example.com/");

        using var response = await registry.GetAsync("/index/config.json", ("Host", "evil.example"));

        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["api"]!
            .GetValue<string>()
            .ShouldBe("https://plugins.example.com");
        response.Headers.CacheControl!.Public.ShouldBeTrue();
    }
}
