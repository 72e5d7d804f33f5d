using System.Net;
using System.Net.Sockets;
using System.Text;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary>Publish, search, info and install against a real registry.</summary>
public sealed class RegistryFlowTests(TestRegistry registry) : IClassFixture<TestRegistry>
{
    [Fact]
    public async Task PublishSearchInfoInstall_SignedPlugin_Works()
    {
        using var session = await AuthorAsync("flow");

        var published = await session.RunAsync("plugin", "publish", session.At("flow"));
        published.ShouldExit(0).Output.ShouldContain("Published: flow@1.0.0");
        published.Output.ShouldContain("Signature verified");
        // The very same bytes again are no error; others under the same version are.
        (await session.RunAsync("plugin", "publish", session.At("flow"), "--json")).ShouldExit(0);
        File.AppendAllText(session.At("flow", "README.md"), "More.\n");
        (await session.RunAsync("plugin", "build", session.At("flow"), "-o", session.At("again"))).ShouldExit(0);
        var other = session.At("again", "flow-1.0.0.tar.gz");
        (await session.RunAsync("plugin", "sign", other)).ShouldExit(0);
        (await session.RunAsync("plugin", "publish", other)).ShouldExit(3).Error.ShouldContain("1.0.0");

        var found = await session.RunAsync("plugin", "search", "flow", "--trust", "self-signed");
        found.ShouldExit(0).Output.ShouldContain("flow");
        var data = await session.RunAsync("plugin", "search", "--json");
        data.ShouldExit(0).Data["plugins"]!.AsArray().ShouldNotBeEmpty();
        (await session.RunAsync("plugin", "search", "zzzznothing"))
            .ShouldExit(0)
            .Output.ShouldContain("No plugins found");

        var info = await session.RunAsync("plugin", "info", "flow");
        info.ShouldExit(0).Output.ShouldContain("flow v1.0.0");
        info.Output.ShouldContain("Command: flow:hello");
        (await session.RunAsync("plugin", "info", "flow", "--json")).ShouldExit(0).Data["plugin"].ShouldNotBeNull();

        var installed = await session.RunAsync("plugin", "install", "flow@^1.0", "--yes", "--json");
        installed.ShouldExit(0).Data["trust"]!.GetValue<string>().ShouldBe("self-signed");
        installed.Data["resolved"]!.GetValue<string>().ShouldStartWith(registry.Url);
        (await session.RunAsync("plugin", "info", "flow")).Output.ShouldContain("Installed:   1.0.0");
    }

    [Fact]
    public async Task Publish_WithoutAToken_IsRefused()
    {
        using var session = await AuthorAsync("tokenless");
        session.With("SPECKIT_TOKEN", "");

        var run = await session.RunAsync("plugin", "publish", session.At("tokenless"));

        run.ShouldExit(3).Error.ShouldContain("SPECKIT_TOKEN");
    }

    [Fact]
    public async Task Publish_RegistryDown_IsWaitedForOnce()
    {
        using var session = await AuthorAsync("unheard");
        var url = $"http://127.0.0.1:{FreePort()}";

        var run = await session.RunAsync("plugin", "publish", session.At("unheard"), "--registry", url);

        run.ShouldExit(4).Error.ShouldContain("SPK4001");
        run.Error.ShouldNotContain("was not compared");
        run.Output.ShouldNotContain("Uploading");
    }

    [Fact]
    public async Task Publish_WithoutASignature_IsRefusedAndSaysWhy()
    {
        using var session = await AuthorAsync("unsigned");
        File.Delete(session.At("unsigned", "unsigned-1.0.0.tar.gz.sig"));

        var run = await session.RunAsync("plugin", "publish", session.At("unsigned"));

        run.ExitCode.ShouldBeInRange(1, 3);
        run.Error.ShouldContain("sign", Case.Insensitive);
    }

    [Fact]
    public async Task Publish_PublicKeyThatIsNotThere_IsTold()
    {
        using var session = await AuthorAsync("keyless");

        var run = await session.RunAsync(
            "plugin",
            "publish",
            session.At("keyless"),
            "--public-key",
            "no.pem",
            "--json"
        );

        run.ShouldExit(2).Codes.ShouldBe(["SPK9008"]);
    }

    [Fact]
    public async Task Install_UnknownPluginOrVersion_IsTold()
    {
        using var session = await AuthorAsync("known");
        (await session.RunAsync("plugin", "publish", session.At("known"))).ShouldExit(0);

        (await session.RunAsync("plugin", "install", "nobody-has-this", "--yes", "--json"))
            .ShouldExit(1)
            .Codes.ShouldBe(["SPK4040"]);
        var version = await session.RunAsync("plugin", "install", "known@^9", "--yes", "--json");
        version.ShouldExit(1).Error.ShouldContain("known");
        (await session.RunAsync("plugin", "info", "nobody-has-this", "--json"))
            .ShouldExit(1)
            .Codes.ShouldBe(["SPK4005"]);
    }

    [Fact]
    public async Task Publish_SeveralRegistries_AsksForOne()
    {
        using var session = await AuthorAsync("several");
        await session.RunAsync("plugin", "registry", "add", "http://127.0.0.1:1", "--name", "down");

        var ambiguous = await session.RunAsync("plugin", "publish", session.At("several"));
        var named = await session.RunAsync("plugin", "publish", session.At("several"), "--registry", "local", "--json");

        ambiguous.ShouldExit(2).Error.ShouldContain("--registry");
        named.ShouldExit(0).Data["name"]!.GetValue<string>().ShouldBe("several");
        var search = await session.RunAsync("plugin", "search", "several", "--json");
        search.ShouldExit(0).Codes.ShouldBe(["SPK4001"]);
        search.Data["plugins"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("plugin search x")]
    [InlineData("plugin info x")]
    [InlineData("plugin install x --yes")]
    public async Task Run_RegistryDown_Exits4WithItsUrl(string line)
    {
        using var session = new CliSession();
        var url = $"http://127.0.0.1:{FreePort()}";

        var run = await session.RunAsync([.. line.Split(' '), "--registry", url, "--json"]);

        run.ShouldExit(4).Codes.First().ShouldBe("SPK4001");
        run.Error.ShouldContain(url["http://".Length..]);
    }

    [Fact]
    public async Task Info_InstalledAndRegistryDown_ShowsItAndWarns()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));
        (await session.RunAsync("plugin", "install", session.At("demo"), "--yes")).ShouldExit(0);
        await session.RunAsync("plugin", "registry", "add", $"http://127.0.0.1:{FreePort()}", "--name", "down");

        var run = await session.RunAsync("plugin", "info", "demo");
        var named = await session.RunAsync("plugin", "info", "demo", "--registry", "down");

        run.ShouldExit(0).Error.ShouldContain("warning SPK4001");
        run.Output.ShouldContain("demo v1.0.0");
        named.ShouldExit(4);
    }

    [Fact]
    public async Task Run_PortThatAnswersGarbage_IsAClearError()
    {
        using var session = new CliSession();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var serving = ServeGarbageAsync(listener, stop.Token);
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var run = await session.RunAsync("plugin", "search", "x", "--registry", url);
        await stop.CancelAsync();
        await serving;

        run.ExitCode.ShouldBeOneOf(1, 4);
        run.Error.ShouldContain("error SPK40");
        Hostile.ShouldBeHarmless(run.All, "garbage");
    }

    [Fact]
    public async Task Run_RegistryWithHostileAnswers_ShowsEscapes()
    {
        using var session = new CliSession();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        const string Problem =
            "{\"type\":\"x\",\"title\":\"\\u001b[2J\\u202Eevil\\r\\nSPK0000\",\"status\":400,\"detail\":\"\\u001b]0;x\\u0007\"}";
        var answer = Encoding.UTF8.GetBytes(
            $"HTTP/1.1 400 Bad\r\nContent-Type: application/problem+json\r\nContent-Length: {Problem.Length}\r\nConnection: close\r\n\r\n{Problem}"
        );
        var serving = ServeAsync(listener, answer, stop.Token);
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var run = await session.RunAsync("plugin", "search", "x", "--registry", url);
        await stop.CancelAsync();
        await serving;

        run.ExitCode.ShouldNotBe(0);
        Hostile.ShouldBeHarmless(run.All, "problem");
    }

    private async Task<CliSession> AuthorAsync(string name)
    {
        var session = new CliSession().With("SPECKIT_TOKEN", await registry.TokenAsync("author-" + name));
        Plugins.WriteScript(session.At(name), name: name);
        (await session.RunAsync("plugin", "keygen")).ShouldExit(0);
        (await session.RunAsync("plugin", "build", session.At(name))).ShouldExit(0);
        (await session.RunAsync("plugin", "sign", session.At(name))).ShouldExit(0);
        (await session.RunAsync("plugin", "registry", "add", registry.Url, "--name", "local")).ShouldExit(0);
        return session;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task ServeGarbageAsync(TcpListener listener, CancellationToken stop) =>
        ServeAsync(listener, Encoding.Latin1.GetBytes("\e[2J\u0007SSH-2.0-nothing\r\nhere\r\n\r\n"), stop);

    private static async Task ServeAsync(TcpListener listener, byte[] answer, CancellationToken stop)
    {
        var request = new byte[4096];
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop);
                var stream = client.GetStream();
                _ = await stream.ReadAsync(request, stop);
                await stream.WriteAsync(answer, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
