using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client;
using Speckit.Registry.Client.Downloads;
using Speckit.Registry.Client.Index;
using Speckit.Registry.Client.Publishing;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.RoundTrip;

public sealed class ClientAndServerTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = RegistryClient.CreateHttpClient();
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("alpha")]
    [InlineData("@acme/tool")]
    [InlineData("x")]
    [InlineData("a.b")]
    public async Task PublishThenInstall_RealRegistry_EveryStepWorks(string name)
    {
        var package = TestPackage.Create(name, "1.0.0", _registry.Key);
        var client = Client(await _registry.TokenAsync());
        var steps = new Steps();

        var published = await client.PublishAsync(Request(package), steps, CancellationToken.None);

        published.Succeeded.ShouldBeTrue(string.Join("; ", published.Diagnostics));
        steps.Last.Done.ShouldBe(package.Archive.Length);
        var plugin = PluginName.Parse(name);
        var index = await client.GetIndexAsync(plugin, CancellationToken.None);
        index.Succeeded.ShouldBeTrue(string.Join("; ", index.Diagnostics));
        index.Value.Origin.ShouldBe(IndexOrigin.Registry);
        (await client.GetIndexAsync(plugin, CancellationToken.None)).Value.Origin.ShouldBe(IndexOrigin.Confirmed);
        var entry = index.Value.Entries.Single();
        var path = await client.DownloadAsync(entry, null, CancellationToken.None);
        path.Succeeded.ShouldBeTrue(string.Join("; ", path.Diagnostics));
        File.ReadAllBytes(path.Value).ShouldBe(package.Archive);
        (await client.DownloadSignatureAsync(entry, CancellationToken.None)).Value.ShouldBe(package.Signature);
        (await client.GetKeyAsync(entry.KeyId!, CancellationToken.None)).Value.Publisher.ShouldBe("acme");
        (await client.GetPluginAsync(plugin, CancellationToken.None)).Value.Summary.Name.ShouldBe(name);
        (
            await client.GetVersionAsync(plugin, SemanticVersion.Parse("1.0.0"), CancellationToken.None)
        ).Value.Readme!.ShouldContain("Usage");
        var found = await client.SearchAsync(
            "plugin",
            "commands",
            TrustLevel.SelfSigned,
            1,
            10,
            CancellationToken.None
        );
        found.Value.Plugins.Single().Name.ShouldBe(name);
        (await client.GetCategoriesAsync(CancellationToken.None)).Value.Categories.ShouldContain(c =>
            c.Name == "commands" && c.Plugins == 1
        );
    }

    [Fact]
    public async Task Publish_Refused_PassesEveryProblemOn()
    {
        var package = TestPackage.Create("alpha", license: null, readme: false);

        var refused = await Client(await _registry.TokenAsync())
            .PublishAsync(Request(package), null, CancellationToken.None);

        refused.Diagnostics.Select(d => d.Code).ShouldBe(["SPK4070", "SPK4071", "SPK4067"], ignoreOrder: true);
        refused.Diagnostics.ShouldAllBe(d => d.Hint != null && d.Descriptor.Kind == FailureKind.BadInput);
    }

    [Fact]
    public async Task Publish_ManifestMistake_KeepsItsPlace()
    {
        var package = TestPackage.Create(
            "alpha",
            manifest: "apiVersion: speckit.dev/v1\nkind: Plugin\nmetadata:\n  name: UPPER\n  version: 1.0.0\n"
        );

        var refused = await Client(await _registry.TokenAsync())
            .PublishAsync(Request(package), null, CancellationToken.None);

        refused.Diagnostics.ShouldContain(d =>
            d.Location != null && d.Location.File == "plugin.yaml" && d.Location.Line == 4
        );
    }

    [Fact]
    public async Task Publish_WrongToken_IsRefused()
    {
        var refused = await Client("spk_wrong")
            .PublishAsync(Request(TestPackage.Create("alpha")), null, CancellationToken.None);

        refused.Diagnostics.Single().Code.ShouldBe("SPK4061");
        refused.Diagnostics.Single().Descriptor.Kind.ShouldBe(FailureKind.Refused);
    }

    [Fact]
    public async Task GetIndex_AfterYank_IsAcceptedAndTellsIt()
    {
        var token = await _registry.TokenAsync();
        await _registry.PublishedAsync("alpha", token: token);
        var client = Client(null);
        var name = PluginName.Parse("alpha");
        (await client.GetIndexAsync(name, CancellationToken.None)).Value.Entries.Single().Yanked.ShouldBeFalse();

        using var yanked = await _registry.SendAsync(HttpMethod.Post, "/plugins/alpha/versions/1.0.0/yank", token);

        var after = await client.GetIndexAsync(name, CancellationToken.None);
        after.Succeeded.ShouldBeTrue(string.Join("; ", after.Diagnostics));
        after.Value.Entries.Single().Yanked.ShouldBeTrue();
    }

    [Fact]
    public async Task GetIndex_RegistryGone_TellsTheLastAndWarns()
    {
        await _registry.PublishedAsync("alpha");
        var name = PluginName.Parse("alpha");
        var client = Client(null);
        var entry = (await client.GetIndexAsync(name, CancellationToken.None)).Value.Entries.Single();
        var path = await client.DownloadAsync(entry, null, CancellationToken.None);
        await _registry.Server.Application.StopAsync();

        var offline = await client.GetIndexAsync(name, CancellationToken.None);

        offline.Value.Origin.ShouldBe(IndexOrigin.Offline);
        offline.Diagnostics.Single().Code.ShouldBe("SPK4008");
        (await client.DownloadAsync(entry, null, CancellationToken.None)).Value.ShouldBe(path.Value);
        var unreachable = await client.GetIndexAsync(PluginName.Parse("other"), CancellationToken.None);
        unreachable.Diagnostics.Single().Descriptor.Kind.ShouldBe(FailureKind.Unreachable);
        unreachable.Diagnostics.Single().Message.ShouldContain(_registry.Url);
    }

    private PublishRequest Request(TestPackage package)
    {
        var path = _folder.At($"{Guid.NewGuid():N}.tar.gz");
        File.WriteAllBytes(path, package.Archive);
        return new PublishRequest
        {
            ArchivePath = path,
            Signature = package.Signature is null ? (ReadOnlyMemory<byte>?)null : package.Signature,
            PublicKey = _registry.Key.PublicKey.Pem,
        };
    }

    private RegistryClient Client(string? token) =>
        new(
            _http,
            new RegistryEndpoint
            {
                Name = "test",
                Url = RegistryEndpoint.ParseUrl(_registry.Url).Value,
                Token = token,
            },
            RegistryCache.InHome(_folder.At("home")),
            TimeProvider.System,
            new RegistryClientLimits { Backoff = TimeSpan.FromMilliseconds(10) }
        );

    private sealed class Steps : IProgress<DownloadProgress>
    {
        public DownloadProgress Last { get; private set; }

        public void Report(DownloadProgress value) => Last = value;
    }
}
