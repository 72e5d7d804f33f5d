using System.Net;
using System.Text.Json.Nodes;
using Speckit.Registry.Storage.Blobs;
using Speckit.Registry.Storage.Downloads;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Features.Download;

public sealed class DownloadArchiveTests : IAsyncLifetime
{
    private const string Url = "/plugins/alpha/versions/1.0.0/download";
    private TestRegistry _registry = null!;
    private TestPackage _package = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _package = await _registry.PublishedAsync("alpha");
    }

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task Download_Whole_CanBeKeptForEver()
    {
        using var response = await _registry.GetAsync(Url);

        response.Headers.ETag!.Tag.ShouldBe($"\"{_package.Digest.Hex}\"");
        response.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("alpha-1.0.0.tar.gz");
        response.Content.Headers.ContentLength.ShouldBe(_package.Archive.Length);
        response
            .Headers.GetValues("Repr-Digest")
            .Single()
            .ShouldBe($"sha-256=:{Convert.ToBase64String(Convert.FromHexString(_package.Digest.Hex))}:");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [Fact]
    public async Task Download_Range_SendsThatPart()
    {
        using var response = await _registry
            .GetAsync(Url, ("Range", "bytes=10-19"))
            .ShouldBeAsync(HttpStatusCode.PartialContent);

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(_package.Archive[10..20]);
    }

    [Fact]
    public async Task Download_CopyIsCurrent_SendsNothing()
    {
        using var response = await _registry
            .GetAsync(Url, ("If-None-Match", $"\"{_package.Digest.Hex}\""))
            .ShouldBeAsync(HttpStatusCode.NotModified);

        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Download_WholeOnes_AreCounted()
    {
        await _registry.Http.GetByteArrayAsync(Url);
        await _registry.Http.GetByteArrayAsync($"/archives/alpha/1.0.0/{_package.Digest.Hex}.tar.gz");
        using var part = await _registry.GetAsync(Url, ("Range", "bytes=0-1"));
        using var head = await _registry.SendAsync(HttpMethod.Head, Url);

        Downloads(await _registry.JsonAsync("/plugins/alpha")).ShouldBe(2);
        await _registry.Service<DownloadCounter>().FlushAsync(CancellationToken.None);
        Downloads(await _registry.JsonAsync("/plugins/alpha")).ShouldBe(2);
        (await _registry.JsonAsync("/plugins/alpha/versions/1.0.0"))["downloads"]!.GetValue<int>().ShouldBe(2);
        (await _registry.Http.GetStringAsync("/metrics")).ShouldContain("speckit_downloads_total 2\n");
    }

    [Fact]
    public async Task Download_BlobLost_SaysSoAndBlamesTheRegistry()
    {
        File.Delete(_registry.Service<BlobStore>().PathOf(_package.Digest));

        await _registry.GetAsync(Url).ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "SPK4099");
    }

    [Theory]
    [InlineData("/plugins/alpha/versions/9.9.9/download", HttpStatusCode.NotFound, "SPK4057")]
    [InlineData("/plugins/beta/versions/1.0.0/download", HttpStatusCode.NotFound, "SPK4057")]
    [InlineData("/plugins/alpha/versions/1.0/download", HttpStatusCode.BadRequest, "SPK4050")]
    [InlineData("/plugins/ALPHA/versions/1.0.0", HttpStatusCode.BadRequest, "SPK4050")]
    [InlineData("/plugins/..%2Falpha/versions/1.0.0", HttpStatusCode.BadRequest, "SPK4050")]
    [InlineData("/plugins/alpha/versions/9.9.9/signature", HttpStatusCode.NotFound, "SPK4057")]
    [InlineData("/packages/alpha/9.9.9", HttpStatusCode.NotFound, "SPK4057")]
    [InlineData(
        "/archives/alpha/1.0.0/0000000000000000000000000000000000000000000000000000000000000000.tar.gz",
        HttpStatusCode.NotFound,
        "SPK4057"
    )]
    [InlineData("/archives/alpha/1.0.0/..%2f..%2fregistry.db", HttpStatusCode.NotFound, "SPK4057")]
    public async Task Download_SomethingThatIsNotThere_IsNotFound(string path, HttpStatusCode status, string code) =>
        await _registry.GetAsync(path).ShouldBeProblemAsync(status, code);

    private static int Downloads(JsonNode plugin) => plugin["summary"]!["downloads"]!.GetValue<int>();
}
