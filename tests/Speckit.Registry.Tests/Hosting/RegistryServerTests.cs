using System.Net;
using Speckit.Registry.Hosting;
using Speckit.Registry.Storage.Blobs;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Hosting;

public sealed class RegistryServerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_DataInUse_IsRefused()
    {
        await using var first = await TestRegistry.StartAsync(_folder);

        var second = await StartAsync("http://127.0.0.1:0");

        second.Diagnostics.Single().Code.ShouldBe("SPK4081");
    }

    [Fact]
    public async Task Start_PortTaken_IsToldAndTheDataIsFreeAgain()
    {
        await using var other = await TestRegistry.StartAsync();

        var failed = await StartAsync(other.Url);

        failed.Diagnostics.Single().Code.ShouldBe("SPK4083");
        failed.Diagnostics.Single().Message.ShouldContain(other.Url);
        await using var again = await TestRegistry.StartAsync(_folder);
    }

    [Fact]
    public async Task Start_AddressOfAnotherMachine_IsTold() =>
        (await StartAsync("http://192.0.2.1:7878")).Diagnostics.Single().Code.ShouldBe("SPK4083");

    [Fact]
    public async Task Restart_AfterPublications_KnowsEverything()
    {
        TestPackage package;
        string index;
        await using (var first = await TestRegistry.StartAsync(_folder))
        {
            package = await first.PublishedAsync("alpha");
            index = await first.Http.GetStringAsync("/index/al/ph/alpha");
        }

        File.Exists(_folder.At("data", "registry.db-wal"))
            .ShouldBeFalse("the log is part of the database file after a stop");
        await using var second = await TestRegistry.StartAsync(_folder);
        (await second.Http.GetStringAsync("/index/al/ph/alpha")).ShouldBe(index);
        (await second.Http.GetByteArrayAsync("/plugins/alpha/versions/1.0.0/download")).ShouldBe(package.Archive);
    }

    [Fact]
    public async Task Restart_OrphansOfACrash_AreSweptAndTheRestStays()
    {
        TestPackage package;
        string orphan;
        await using (var first = await TestRegistry.StartAsync(_folder))
        {
            package = await first.PublishedAsync("alpha");
            orphan = first.Service<BlobStore>().PathOf(first.Service<BlobStore>().Keep("orphan"u8));
        }

        File.WriteAllText(_folder.At("data", "incoming", "half"), "half an upload");
        File.Exists(orphan).ShouldBeTrue();

        await using var second = await TestRegistry.StartAsync(_folder);

        File.Exists(orphan).ShouldBeFalse();
        Directory.EnumerateFiles(_folder.At("data", "incoming")).ShouldBeEmpty();
        (await second.Http.GetByteArrayAsync("/plugins/alpha/versions/1.0.0/download")).ShouldBe(package.Archive);
    }

    [Fact]
    public async Task Data_Folder_IsForItsOwnerAlone()
    {
        await using var registry = await TestRegistry.StartAsync(_folder);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            (File.GetUnixFileMode(_folder.At("data")) & others).ShouldBe(UnixFileMode.None);
            (File.GetUnixFileMode(_folder.At("data", "registry.db")) & others).ShouldBe(UnixFileMode.None);
        }
    }

    [Fact]
    public async Task Concurrency_ThirtyTwoPublishersAndReaders_SeeOneConsistentState()
    {
        await using var registry = await TestRegistry.StartAsync(_folder);
        var token = await registry.TokenAsync();
        await registry.PublishedAsync("alpha", "0.0.1", token);
        var packages = Enumerable
            .Range(1, 32)
            .Select(i => TestPackage.Create("alpha", $"1.0.{i}", registry.Key))
            .ToList();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable
            .Range(0, 4)
            .Select(_ => Task.Run(() => ReadGrowingAsync(registry, stop.Token)))
            .ToList();

        var answers = await Task.WhenAll(packages.Select(package => registry.PublishAsync(package, token)));
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        var index = await registry.Http.GetStringAsync("/index/al/ph/alpha");
        packages.ShouldAllBe(package => index.Contains(package.Digest.ToString()));
        index.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(33);
        (await registry.JsonAsync("/plugins/alpha"))["summary"]!["version"]!.GetValue<string>().ShouldBe("1.0.32");
    }

    [Fact]
    public async Task Concurrency_SameVersionManyTimes_ExactlyOneIsCreated()
    {
        await using var registry = await TestRegistry.StartAsync(_folder);
        var token = await registry.TokenAsync();
        var packages = Enumerable
            .Range(0, 16)
            .Select(i => TestPackage.Create("alpha", "1.0.0", registry.Key, entrypoint: $"# {i % 4}\n"))
            .ToList();

        var answers = await Task.WhenAll(
            packages.Select(p => registry.PublishAsync(p, token, registry.Key.PublicKey.Pem))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(3);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(12);
    }

    [Fact]
    public async Task Kill_WhilePublishing_LeavesWholeVersionsOnly()
    {
        var (_, token, _) = await RegistryProcess.RunAsync(
            "token",
            "create",
            "--publisher",
            "acme",
            "--data",
            _folder.At("data")
        );
        using var key = Packaging.Signing.SigningKey.Generate();
        var packages = Enumerable.Range(0, 60).Select(i => TestPackage.Create("alpha", $"1.0.{i}", key)).ToList();
        var confirmed = new List<TestPackage>();
        using (var server = await RegistryProcess.StartAsync(_folder.At("data")))
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", token.Trim());
            var publishing = PublishAllAsync(http, packages, key, confirmed);
            while (confirmed.Count < 10 && !publishing.IsCompleted)
            {
                await Task.Delay(5);
            }

            await server.KillAsync();
            await publishing;
        }

        await using var registry = await TestRegistry.StartAsync(_folder);
        confirmed.Count.ShouldBeInRange(10, 59);
        var index = await registry.Http.GetStringAsync("/index/al/ph/alpha");
        foreach (var package in packages.Where(package => index.Contains(package.Digest.ToString())))
        {
            (await registry.Http.GetByteArrayAsync($"/plugins/alpha/versions/{package.Version}/download")).ShouldBe(
                package.Archive
            );
            (await registry.Http.GetByteArrayAsync($"/plugins/alpha/versions/{package.Version}/signature")).ShouldBe(
                package.Signature
            );
        }

        confirmed.ShouldAllBe(
            package => index.Contains(package.Digest.ToString()),
            "what was answered with success is there"
        );
        Directory.EnumerateFiles(_folder.At("data", "incoming")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Terminate_Process_EndsWithZeroAndFreesTheData()
    {
        using (var server = await RegistryProcess.StartAsync(_folder.At("data")))
        {
            var (code, _, error) = await RegistryProcess.RunAsync(
                "token",
                "create",
                "--publisher",
                "acme",
                "--data",
                _folder.At("data")
            );
            code.ShouldBe(0, error);
            (await server.TerminateAsync()).ShouldBe(0);
        }

        await using var registry = await TestRegistry.StartAsync(_folder);
    }

    [Fact]
    public async Task Stop_WhileARequestRuns_LetsItFinish()
    {
        await using var registry = await TestRegistry.StartAsync(_folder);
        var uri = new Uri(registry.Url);
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(uri.Host, uri.Port);
        var stream = socket.GetStream();
        var body = $$"""{"pem":"{{registry.Key.PublicKey.Pem.ReplaceLineEndings("\\n")}}"}""";
        var head =
            $"POST /keys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {await registry.TokenAsync()}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));
        // The server asks for the body: the request is running.
        (await ReadAsync(stream)).ShouldStartWith("HTTP/1.1 100");

        var stopping = registry.Server.Application.StopAsync();
        stopping.IsCompleted.ShouldBeFalse();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(body));

        (await ReadAsync(stream)).ShouldStartWith("HTTP/1.1 201");
        await stopping;
    }

    private static async Task<string> ReadAsync(System.Net.Sockets.NetworkStream stream)
    {
        var buffer = new byte[4096];
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return System.Text.Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, late.Token));
    }

    private async Task<Manifests.Diagnostics.Result<RegistryServer>> StartAsync(string url) =>
        await RegistryServer.StartAsync(
            new RegistryOptions { Data = _folder.At("data"), Urls = [new Uri(url)] },
            TimeProvider.System,
            CancellationToken.None
        );

    private static async Task ReadGrowingAsync(TestRegistry registry, CancellationToken stop)
    {
        var before = "";
        while (!stop.IsCancellationRequested)
        {
            var now = await registry.Http.GetStringAsync("/index/al/ph/alpha", CancellationToken.None);
            now.ShouldStartWith(before);
            before = now;
        }
    }

    private static async Task PublishAllAsync(
        HttpClient http,
        List<TestPackage> packages,
        Packaging.Signing.SigningKey key,
        List<TestPackage> confirmed
    )
    {
        foreach (var package in packages)
        {
            try
            {
                using var parts = new MultipartFormDataContent
                {
                    { new ByteArrayContent(package.Archive), "archive", "package.tar.gz" },
                    { new ByteArrayContent(package.Signature!), "signature", "package.sig" },
                    { new StringContent(key.PublicKey.Pem), "publicKey" },
                };
                using var response = await http.PostAsync("/plugins", parts);
                response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
                confirmed.Add(package);
            }
            catch (HttpRequestException)
            {
                // Killed.
                return;
            }
        }
    }
}
