using System.Security.Cryptography;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Digests;
using Speckit.Registry.Client.Downloads;
using Speckit.Registry.Client.Tests.Support;

namespace Speckit.Registry.Client.Tests.Downloads;

/// <summary>Archives from the web: whoever serves them, only the one with the digest is kept.</summary>
public sealed class RemoteArchiveTests : ClientTest
{
    private const string Path = "/x-1.0.0.tar.gz";
    private static readonly byte[] Archive = RandomNumberGenerator.GetBytes(50_000);
    private static readonly Sha256Digest Digest = Sha256Digest.Of(Archive);

    [Fact]
    public async Task Download_RightDigest_IsKeptAndNotAskedForAgain()
    {
        Registry.On(Path, FakeRegistry.Bytes(Archive));

        var first = await DownloadAsync();
        var second = await DownloadAsync();

        File.ReadAllBytes(first.Value).ShouldBe(Archive);
        second.Value.ShouldBe(Cache.ArchivePath(Digest));
        Registry.Count(Path).ShouldBe(1);
    }

    [Fact]
    public async Task Download_RedirectOnThisMachine_IsFollowed()
    {
        Registry.On(Path, FakeRegistry.Redirect("/elsewhere"));
        Registry.On("/elsewhere", FakeRegistry.Bytes(Archive));

        (await DownloadAsync()).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://192.0.2.1/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/x")]
    public async Task Download_RedirectToWhatIsNotEncrypted_IsRefused(string target)
    {
        Registry.On(Path, FakeRegistry.Redirect(target));

        await ShouldBeRefusedAsync("SPK4004");
    }

    [Fact]
    public async Task Download_RedirectsForEver_IsRefused()
    {
        Registry.On(Path, FakeRegistry.Redirect(Path));

        await ShouldBeRefusedAsync("SPK4004");
        Registry.Count(Path).ShouldBe(6);
    }

    [Fact]
    public async Task Download_OtherBytes_IsRefusedAndNotKept()
    {
        var evil = (byte[])Archive.Clone();
        evil[0] ^= 1;
        Registry.On(Path, FakeRegistry.Bytes(evil));

        await ShouldBeRefusedAsync("SPK4012");
    }

    [Fact]
    public async Task Download_MoreThanAnyPackageHas_IsCutOff()
    {
        Registry.On(Path, FakeRegistry.Bytes(Archive));

        await ShouldBeRefusedAsync("SPK4003", new RegistryClientLimits { MaxArchiveBytes = 1000 });
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Download_NotThere_IsUnreachable(int status)
    {
        Registry.On(Path, FakeRegistry.Status(status));

        await ShouldBeRefusedAsync("SPK4001");
    }

    private async Task ShouldBeRefusedAsync(string code, RegistryClientLimits? limits = null)
    {
        var result = await DownloadAsync(limits);
        result.Succeeded.ShouldBeFalse();
        result.Diagnostics.Single().Code.ShouldBe(code, result.Diagnostics.Single().Message);
        File.Exists(Cache.ArchivePath(Digest)).ShouldBeFalse();
        Directory.EnumerateFiles(Cache.Root, "*", SearchOption.AllDirectories).ShouldBeEmpty("nothing half is left");
    }

    private async Task<Result<string>> DownloadAsync(RegistryClientLimits? limits = null)
    {
        using var http = RegistryClient.CreateHttpClient();
        Directory.CreateDirectory(Cache.Root);
        var remote = new RemoteArchive(http, Cache, TimeProvider.System, limits);
        return await remote.DownloadAsync(
            new Uri(Registry.Url + Path),
            Digest,
            progress: null,
            TestContext.Current.CancellationToken
        );
    }
}
