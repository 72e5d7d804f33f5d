using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Configuration;
using Speckit.Registry.Client.Tests.Support;

namespace Speckit.Registry.Client.Tests.Folders;

/// <summary>A folder that is a registry: read without a network, without its word on trust, and never beyond the folder.</summary>
public sealed class FolderRegistryTests : ClientTest
{
    private static readonly PluginName Alpha = PluginName.TryParse("alpha", out var name) ? name : null!;
    private static readonly byte[] Archive = Encoding.ASCII.GetBytes("the archive");

    private string Root => Folder.At("registry with blank#1");

    [Fact]
    public async Task GetIndex_EntryThatClaimsMore_IsSelfSignedAtMost()
    {
        Write(
            "index/al/ph/alpha",
            Lines(Entry() with { Trust = TrustLevel.Certified }, Entry("0.9.0") with { Trust = TrustLevel.Unsigned })
        );
        using var http = Http();

        var read = await FolderClient(http).GetIndexAsync(Alpha, Token);

        read.Value.Entries.Select(e => e.Trust).ShouldBe([TrustLevel.SelfSigned, TrustLevel.Unsigned]);
    }

    [Fact]
    public async Task GetIndex_VersionsThatDisappearOrChange_AreNotRemembered()
    {
        using var http = Http();
        Write("index/al/ph/alpha", Lines(Entry(), Entry("2.0.0")));
        (await FolderClient(http).GetIndexAsync(Alpha, Token)).Succeeded.ShouldBeTrue();
        Write("index/al/ph/alpha", Lines(Entry("2.0.0", archive: Archive)));

        var read = await FolderClient(http).GetIndexAsync(Alpha, Token);

        read.Succeeded.ShouldBeTrue();
        read.Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("archives/{sha256}.tar.gz")]
    [InlineData("archives/{name}/../{sha256}.tar.gz")]
    public async Task Download_ArchiveOfTheFolder_Works(string template)
    {
        var entry = Entry(archive: Archive);
        WriteConfig(template);
        Write($"archives/{entry.Archive["sha256:".Length..]}.tar.gz", Archive);
        using var http = Http();

        var path = await FolderClient(http).DownloadAsync(entry, progress: null, Token);

        File.ReadAllBytes(path.Value).ShouldBe(Archive);
    }

    [Fact]
    public async Task Download_AnotherArchive_IsRefused()
    {
        var entry = Entry(archive: Archive);
        WriteConfig("archives/{sha256}.tar.gz");
        Write($"archives/{entry.Archive["sha256:".Length..]}.tar.gz", Encoding.ASCII.GetBytes("the Archive"));
        using var http = Http();

        var path = await FolderClient(http).DownloadAsync(entry, progress: null, Token);

        path.Diagnostics[0].Code.ShouldBe("SPK4012");
    }

    [Theory]
    [InlineData("../outside/{sha256}")]
    [InlineData("archives/../../outside/{sha256}")]
    [InlineData("archives/..%2f..%2foutside%2f{sha256}")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://example.com/{sha256}")]
    [InlineData("http://127.0.0.1:1/{sha256}")]
    public async Task Download_TemplateThatLeavesTheFolder_IsRefusedAndReadsNothing(string template)
    {
        var entry = Entry(archive: Archive);
        WriteConfig(template);
        Directory.CreateDirectory(Folder.At("outside"));
        File.WriteAllBytes(Path.Combine(Folder.At("outside"), entry.Archive["sha256:".Length..]), Archive);
        using var http = Http();

        var path = await FolderClient(http).DownloadAsync(entry, progress: null, Token);

        path.Succeeded.ShouldBeFalse();
        path.Diagnostics[0].Code.ShouldBeOneOf("SPK4002", "SPK4007", "SPK4044");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetIndex_LinkInTheFolder_IsRefused(bool isFolder)
    {
        var outside = Folder.At("outside");
        Directory.CreateDirectory(Path.Combine(outside, "ph"));
        File.WriteAllBytes(Path.Combine(outside, "ph", "alpha"), Lines(Entry()));
        Directory.CreateDirectory(Path.Combine(Root, "index", isFolder ? "." : "al/ph"));
        if (isFolder)
        {
            Directory.CreateSymbolicLink(Path.Combine(Root, "index", "al"), outside);
        }
        else
        {
            File.CreateSymbolicLink(
                Path.Combine(Root, "index", "al", "ph", "alpha"),
                Path.Combine(outside, "ph", "alpha")
            );
        }

        using var http = Http();

        var read = await FolderClient(http).GetIndexAsync(Alpha, Token);

        (read.Diagnostics[0].Code, read.Diagnostics[0].Descriptor.Kind).ShouldBe(("SPK4044", FailureKind.Refused));
    }

    [Fact]
    public async Task GetIndex_NoSuchPlugin_IsNotFoundAndAbsentFolderIsUnreachable()
    {
        using var http = Http();
        (await FolderClient(http).GetIndexAsync(Alpha, Token)).Diagnostics[0].Code.ShouldBe("SPK4001");
        Directory.CreateDirectory(Root);
        (await FolderClient(http).GetIndexAsync(Alpha, Token)).Diagnostics[0].Code.ShouldBe("SPK4005");
        Directory.CreateDirectory(Path.Combine(Root, "index/al/ph/alpha"));
        (await FolderClient(http).GetIndexAsync(Alpha, Token)).Diagnostics[0].Code.ShouldBe("SPK4005");
    }

    [Fact]
    public async Task Ask_FolderForMore_SaysThatItHasNoApi()
    {
        using var http = Http();
        var client = FolderClient(http);

        (await client.SearchAsync("x", null, null, 1, 10, Token)).Diagnostics[0].Code.ShouldBe("SPK4045");
        (await client.GetPluginAsync(Alpha, Token)).Diagnostics[0].Code.ShouldBe("SPK4045");
        (await client.GetCategoriesAsync(Token)).Diagnostics[0].Code.ShouldBe("SPK4045");
    }

    [Theory]
    [InlineData("file:vendor/x", "/srv/vendor/x")]
    [InlineData("file:./vendor/x/", "/srv/vendor/x")]
    [InlineData("file:../x", "/x")]
    [InlineData("file:/abs/x", "/abs/x")]
    [InlineData("file:///abs/with%20blank", "/abs/with blank")]
    public void ParseUrl_Folder_IsItsAbsolutePath(string text, string path)
    {
        var url = RegistryEndpoint.ParseUrl(text, "/srv").Value;

        url.IsFile.ShouldBeTrue();
        url.LocalPath.ShouldBe(path);
    }

    [Theory]
    [InlineData("file:", "/srv")]
    [InlineData("file:vendor", null)]
    [InlineData("file://host/share", "/srv")]
    [InlineData("file:///x?query", "/srv")]
    [InlineData("ftp://example.com", "/srv")]
    public void ParseUrl_NoFolderOfThisMachine_IsRefused(string text, string? baseDirectory) =>
        RegistryEndpoint.ParseUrl(text, baseDirectory).Diagnostics[0].Code.ShouldBe("SPK4007");

    [Fact]
    public void Configuration_FolderOfTheProject_IsWrittenRelativeAndReadBack()
    {
        var project = Folder.At("project");
        var inside = Path.Combine(project, "vendor", "a b");
        var outside = Folder.At("elsewhere");

        RegistryConfigurationEditor.Add(project, "one", "file:" + inside, null).Succeeded.ShouldBeTrue();
        var added = RegistryConfigurationEditor.Add(project, "two", "file:" + outside, 1);

        File.ReadAllText(Path.Combine(project, ".specify", "registry.yaml")).ShouldContain("url: \"file:vendor/a b\"");
        added.Value.Endpoints.Select(e => e.Url.LocalPath).ShouldBe([outside, inside]);
        added.Value.Endpoints.ShouldAllBe(e => e.IsFolder);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HttpClient Http() => RegistryClient.CreateFolderHttpClient(Endpoint);

    private RegistryEndpoint Endpoint => new() { Name = "folder", Url = new Uri(Root) };

    private RegistryClient FolderClient(HttpClient http) =>
        new(http, Endpoint, Cache, TimeProvider.System, Limits with { Attempts = 1 });

    private void WriteConfig(string template) =>
        Write("index/config.json", Encoding.UTF8.GetBytes($$"""{"dl":"{{template}}","api":""}"""));

    private void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }
}
