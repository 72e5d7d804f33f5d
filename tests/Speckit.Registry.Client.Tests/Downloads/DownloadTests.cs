using System.Security.Cryptography;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Digests;
using Speckit.Registry.Client.Downloads;
using Speckit.Registry.Client.Tests.Support;

namespace Speckit.Registry.Client.Tests.Downloads;

public sealed class DownloadTests : ClientTest
{
    private static readonly byte[] Archive = RandomNumberGenerator.GetBytes(200_000);
    private static readonly string Dl = "/dl/" + Sha256Digest.Of(Archive).Hex;

    [Fact]
    public async Task Download_Archive_IsKeptUnderItsDigestAndNotAskedForAgain()
    {
        Registry.On(Dl, FakeRegistry.Bytes(Archive));
        var progress = new Recorder();

        var first = await DownloadAsync(progress);
        var second = await DownloadAsync();

        first.Succeeded.ShouldBeTrue(string.Join("; ", first.Diagnostics));
        File.ReadAllBytes(first.Value).ShouldBe(Archive);
        first.Value.ShouldBe(Cache.ArchivePath(Sha256Digest.Of(Archive)));
        second.Value.ShouldBe(first.Value);
        Registry.Count(Dl).ShouldBe(1);
        progress.Seen[^1].ShouldBe(new DownloadProgress(Archive.Length, Archive.Length));
    }

    [Fact]
    public async Task Download_CopyDamaged_IsDownloadedAgain()
    {
        Registry.On(Dl, FakeRegistry.Bytes(Archive));
        var path = (await DownloadAsync()).Value;
        File.WriteAllBytes(path, new byte[Archive.Length]);

        (await DownloadAsync()).Succeeded.ShouldBeTrue();

        File.ReadAllBytes(path).ShouldBe(Archive);
    }

    [Fact]
    public async Task Download_SwappedArchive_IsRefusedAndNotKept()
    {
        var evil = (byte[])Archive.Clone();
        evil[^1] ^= 1;
        Registry.On(Dl, FakeRegistry.Bytes(evil));

        await ShouldBeRefusedAsync("SPK4012", "digest");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Download_OtherLength_IsRefused(int difference)
    {
        Registry.On(Dl, FakeRegistry.Bytes(new byte[Archive.Length + difference]));

        await ShouldBeRefusedAsync("SPK4012", "bytes");
    }

    [Fact]
    public async Task Download_ShorterWithoutLength_IsRefused()
    {
        Registry.On(
            Dl,
            async context =>
            {
                await context.Response.Body.WriteAsync(Archive.AsMemory(0, 1000));
                await context.Response.Body.FlushAsync();
            }
        );

        await ShouldBeRefusedAsync("SPK4012", "1000 bytes");
    }

    [Fact]
    public async Task Download_EndlessBody_IsCutAtTheSize()
    {
        long sent = 0;
        Registry.On(
            Dl,
            async context =>
            {
                var piece = new byte[8192];
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                    sent += piece.Length;
                }
            }
        );

        await ShouldBeRefusedAsync("SPK4012", "more than");
        sent.ShouldBeLessThan(50_000_000);
    }

    [Fact]
    public async Task Download_SlowDrip_IsCutOff()
    {
        Limits = Limits with
        {
            IdleTimeout = TimeSpan.FromSeconds(5),
            SlowGrace = TimeSpan.FromMilliseconds(300),
            MinimumBytesPerSecond = 10_000,
            Attempts = 1,
        };
        Registry.On(Dl, FakeRegistry.Drip(TimeSpan.FromMilliseconds(20)));

        await ShouldBeRefusedAsync("SPK4001", "bytes a second");
    }

    [Fact]
    public async Task Download_SilenceInTheMiddle_IsCutOff()
    {
        Limits = Limits with { IdleTimeout = TimeSpan.FromMilliseconds(200), Attempts = 1 };
        Registry.On(Dl, FakeRegistry.Drip(TimeSpan.FromMinutes(1)));

        await ShouldBeRefusedAsync("SPK4001", "sent nothing for 0.2 s");
    }

    [Theory]
    [InlineData("http://192.0.2.1/evil")]
    [InlineData("https://evil.example/archive")]
    [InlineData("//evil.example/archive")]
    [InlineData("file:///etc/passwd")]
    public async Task Download_RedirectElsewhere_IsRefused(string target)
    {
        Registry.On(Dl, FakeRegistry.Redirect(target));

        await ShouldBeRefusedAsync("SPK4004", "redirects");
    }

    [Fact]
    public async Task Download_RedirectToAnotherPort_IsRefusedAndGetsNoToken()
    {
        await using var other = await FakeRegistry.StartAsync();
        other.On("/x", FakeRegistry.Bytes(Archive));
        Registry.On(Dl, FakeRegistry.Redirect(other.Url + "/x"));

        (await Client("secret").DownloadAsync(Entry(archive: Archive), null, CancellationToken.None))
            .Diagnostics.Single()
            .Code.ShouldBe("SPK4004");

        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Download_RedirectWithinTheOrigin_IsFollowedSomeTimes()
    {
        Registry.On(Dl, FakeRegistry.Redirect("/real", 307));
        Registry.On("/real", FakeRegistry.Bytes(Archive));

        (await DownloadAsync()).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Download_RedirectLoop_IsRefused()
    {
        Registry.On(Dl, FakeRegistry.Redirect(Dl));

        await ShouldBeRefusedAsync("SPK4004", "more than 5 times");
    }

    [Fact]
    public async Task Download_RedirectToNowhere_IsRefused()
    {
        Registry.On(Dl, FakeRegistry.Status(302));

        await ShouldBeRefusedAsync("SPK4004", "nowhere");
    }

    [Fact]
    public async Task Download_FromWhereTheIndexSays_GetsNoToken()
    {
        await using var cdn = await FakeRegistry.StartAsync();
        cdn.On("/files/" + Sha256Digest.Of(Archive).Hex, FakeRegistry.Bytes(Archive));
        Registry.On(
            "/index/config.json",
            FakeRegistry.JsonAnswer($$"""{"dl":"{{cdn.Url}}/files/{sha256}","api":"{{Registry.Url}}"}""")
        );

        var result = await Client("secret").DownloadAsync(Entry(archive: Archive), null, CancellationToken.None);

        result.Succeeded.ShouldBeTrue(string.Join("; ", result.Diagnostics));
        cdn.Requests.Single().Token.ShouldBeNull();
        Registry.Requests.Single().Token.ShouldBe("Bearer secret");
    }

    [Theory]
    [InlineData("""{"dl":"http://192.0.2.1/{sha256}","api":"x"}""", "SPK4007")]
    [InlineData("""{"dl":"file:///etc/{sha256}","api":"x"}""", "SPK4002")]
    [InlineData("""{"dl":"nonsense","api":"x"}""", "SPK4002")]
    [InlineData("""{"api":"x"}""", "SPK4002")]
    [InlineData("""not json""", "SPK4002")]
    public async Task Download_ImpossibleConfig_IsRefused(string config, string code)
    {
        Registry.On("/index/config.json", FakeRegistry.JsonAnswer(config));

        await ShouldBeRefusedAsync(code, "test");
    }

    [Fact]
    public async Task Download_EntryTooLarge_IsNotEvenAskedFor()
    {
        var result = await Client().DownloadAsync(Entry() with { Size = 1L << 40 }, null, CancellationToken.None);

        result.Diagnostics.Single().Code.ShouldBe("SPK4003");
        Registry.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Download_EntryWithoutDigest_IsRefused()
    {
        var result = await Client()
            .DownloadAsync(Entry() with { Archive = "../../evil" }, null, CancellationToken.None);

        result.Diagnostics.Single().Code.ShouldBe("SPK4002");
    }

    [Fact]
    public async Task Download_NotFound_IsAFailure() => await ShouldBeRefusedAsync("SPK4006", "404");

    [Fact]
    public async Task DownloadSignature_Absent_SaysSo()
    {
        var result = await Client().DownloadSignatureAsync(Entry(archive: Archive), CancellationToken.None);

        result.Diagnostics.Single().Code.ShouldBe("SPK4014");
    }

    [Fact]
    public async Task DownloadSignature_TooLarge_IsRefused()
    {
        Registry.On(Dl + ".sig", FakeRegistry.Bytes(new byte[300 << 10]));

        (await Client().DownloadSignatureAsync(Entry(archive: Archive), CancellationToken.None))
            .Diagnostics.Single()
            .Code.ShouldBe("SPK4003");
    }

    [Fact]
    public async Task Download_ManyAtOnce_AllGetTheSameFile()
    {
        Registry.On(Dl, FakeRegistry.Bytes(Archive));

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => DownloadAsync()));

        results.ShouldAllBe(result => result.Succeeded);
        Directory.EnumerateFiles(Folder.Path, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private Task<Result<string>> DownloadAsync(IProgress<DownloadProgress>? progress = null) =>
        Client().DownloadAsync(Entry(archive: Archive), progress, CancellationToken.None);

    private async Task ShouldBeRefusedAsync(string code, string because)
    {
        var result = await DownloadAsync();

        result.Succeeded.ShouldBeFalse();
        result.Diagnostics[0].Code.ShouldBe(code, result.Diagnostics[0].Message);
        result.Diagnostics[0].Message.ShouldContain(because);
        var archives = Folder.At(".specify", "cache", "archives");
        (
            Directory.Exists(archives) ? Directory.EnumerateFiles(archives, "*", SearchOption.AllDirectories) : []
        ).ShouldBeEmpty();
    }

    private sealed class Recorder : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Seen { get; } = [];

        public void Report(DownloadProgress value) => Seen.Add(value);
    }
}
