using System.Net;
using System.Text.Json.Nodes;
using Speckit.Registry.Storage.Plugins;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Features.Search;

public sealed class SearchPluginsTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        await Publish("security-scanner", "Scans the code of a project", "sast, dast");
        await Publish("code-audit", "Finds security problems", "review");
        await Publish("pretty-printer", "Formats Größe and naïve text", "format");
    }

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Theory]
    [InlineData("q=security", "security-scanner,code-audit")]
    [InlineData("q=sec", "security-scanner,code-audit")]
    [InlineData("q=security+problems", "code-audit")]
    [InlineData("q=SAST", "security-scanner")]
    [InlineData("q=naive", "pretty-printer")]
    [InlineData("q=tester", "code-audit,pretty-printer,security-scanner")]
    [InlineData("q=demo:hello&size=2", "code-audit,pretty-printer")]
    [InlineData("q=absent", "")]
    [InlineData("q=%21%21", "")]
    [InlineData("q=%20", "code-audit,pretty-printer,security-scanner")]
    [InlineData("", "code-audit,pretty-printer,security-scanner")]
    [InlineData("page=2&size=2", "security-scanner")]
    [InlineData("page=9&size=2", "")]
    [InlineData("category=commands&trust=self-signed", "code-audit,pretty-printer,security-scanner")]
    [InlineData("trust=certified", "")]
    [InlineData("category=stacks", "")]
    public async Task Search_Query_FindsBestFirst(string query, string expected)
    {
        var found = await _registry.JsonAsync("/plugins?" + query);

        string.Join(',', Names(found)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("a\" OR \"b")]
    [InlineData("name:x")]
    [InlineData("NEAR(a b)")]
    [InlineData("a* AND NOT")]
    [InlineData("^x -y (z")]
    [InlineData("'; DROP TABLE plugin; --")]
    [InlineData("\u0000\uD83D")]
    [InlineData("💥🦀")]
    public async Task Search_HostileWords_AreOnlyWords(string words)
    {
        using var response = await _registry.GetAsync(
            "/plugins?q=" + Uri.EscapeDataString(words.Replace("\uD83D", ""))
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Search_RandomWords_NeverFails()
    {
        var seed = FuzzSeed.Value;
        var random = new Random(seed);
        var catalog = _registry.Service<PluginCatalog>();
        for (var i = 0; i < 2000; i++)
        {
            var text = new string([
                .. Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(1, 0x3000)),
            ]);
            Should.NotThrow(() => catalog.Search(new SearchQuery(text, null, null, 0, 10)), $"seed {seed}: {text}");
        }

        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("page=x")]
    [InlineData("size=101")]
    [InlineData("page=99999999999")]
    [InlineData("category=nonsense")]
    [InlineData("trust=Certified")]
    [InlineData("trust=3")]
    public async Task Search_ImpossibleParameter_IsRefused(string query) =>
        await _registry.GetAsync("/plugins?" + query).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "SPK4050");

    [Fact]
    public async Task Search_TextTooLong_IsRefused() =>
        await _registry
            .GetAsync("/plugins?q=" + new string('a', SearchQuery.MaxText + 1))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "SPK4050");

    [Fact]
    public async Task Search_ExactName_ComesFirst()
    {
        await Publish("scanner", "Another one", "x");

        Names(await _registry.JsonAsync("/plugins?q=scanner")).First().ShouldBe("scanner");
    }

    [Fact]
    public async Task Categories_Always_CountAndListAll()
    {
        var categories = (await _registry.JsonAsync("/categories"))["categories"]!.AsArray();

        categories.Count.ShouldBe(15);
        categories.Single(c => c!["name"]!.GetValue<string>() == "commands")!["plugins"]!.GetValue<int>().ShouldBe(3);
        categories.Single(c => c!["name"]!.GetValue<string>() == "agents")!["plugins"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Search_NewVersionWithOtherWords_FindsTheNewWordsOnly()
    {
        await _registry.PublishedAsync(
            TestPackage.Create(
                "code-audit",
                "1.1.0",
                _registry.Key,
                description: "Knows quantum now",
                keywords: "other"
            )
        );

        Names(await _registry.JsonAsync("/plugins?q=quantum")).ShouldBe(["code-audit"]);
        Names(await _registry.JsonAsync("/plugins?q=review")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_Prerelease_DoesNotHideTheRelease()
    {
        await _registry.PublishedAsync("code-audit", "2.0.0-beta.1");

        (await _registry.JsonAsync("/plugins/code-audit"))["summary"]!["version"]!.GetValue<string>().ShouldBe("1.0.0");
    }

    private async Task Publish(string name, string description, string keywords) =>
        await _registry.PublishedAsync(
            TestPackage.Create(name, key: _registry.Key, description: description, keywords: keywords)
        );

    private static IEnumerable<string> Names(JsonNode found) =>
        found["plugins"]!.AsArray().Select(plugin => plugin!["name"]!.GetValue<string>());
}
