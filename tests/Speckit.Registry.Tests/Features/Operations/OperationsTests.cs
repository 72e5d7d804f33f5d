using System.Net;
using System.Net.Sockets;
using System.Text;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Features.Operations;

public sealed class OperationsTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task Root_Always_SaysWhatThisIs() =>
        (await _registry.JsonAsync("/"))["name"]!.GetValue<string>().ShouldBe("Speckit plugin registry");

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_Running_IsOk(string path) =>
        (await _registry.JsonAsync(path))["status"]!.GetValue<string>().ShouldBe("ok");

    [Fact]
    public async Task OpenApi_Document_HasTheFourPathsOfTheDesignAndTheToken()
    {
        var document = await _registry.JsonAsync("/openapi/v1.json");

        var paths = document["paths"]!.AsObject();
        string[] expected =
        [
            "/plugins",
            "/plugins/{name}",
            "/plugins/{name}/versions/{version}",
            "/plugins/{name}/versions/{version}/download",
        ];
        expected.ShouldBeSubsetOf(paths.Select(path => path.Key));
        paths["/plugins"]!["post"]!["security"]![0]!["token"].ShouldNotBeNull();
        paths["/plugins"]!["get"]!["security"].ShouldBeNull();
        using var yaml = await _registry.GetAsync("/openapi/v1.yaml").ShouldBeAsync(HttpStatusCode.OK);
        (await yaml.Content.ReadAsStringAsync()).ShouldStartWith("openapi:");
    }

    [Fact]
    public async Task Metrics_AfterRequests_CountThemByRoute()
    {
        using var plugin = await _registry.GetAsync("/plugins/absent");
        using var index = await _registry.GetAsync("/index/ab/se/absent");

        var text = await _registry.Http.GetStringAsync("/metrics");

        text.ShouldContain(
            "http_request_duration_seconds_count{route=\"/plugins/{name}\",method=\"GET\",status=\"404\"} 1\n"
        );
        text.ShouldContain("speckit_index_requests_total{outcome=\"missing\"} 1\n");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            double.TryParse(line[(line.LastIndexOf(' ') + 1)..], out _).ShouldBeTrue(line);
        }
    }

    [Fact]
    public async Task EveryAnswer_HasSecurityHeadersAndNoServerHeader()
    {
        foreach (var path in new[] { "/", "/plugins", "/nope" })
        {
            using var response = await _registry.GetAsync(path);
            response.Headers.Contains("Server").ShouldBeFalse();
            response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        }
    }

    [Theory]
    [InlineData("GET", "/nope", HttpStatusCode.NotFound, "SPK4051")]
    [InlineData("DELETE", "/plugins", HttpStatusCode.MethodNotAllowed, "SPK4052")]
    [InlineData("PROPFIND", "/categories", HttpStatusCode.MethodNotAllowed, "SPK4052")]
    public async Task UnknownPathOrMethod_IsAProblem(string method, string path, HttpStatusCode status, string code) =>
        await _registry.SendAsync(new HttpMethod(method), path).ShouldBeProblemAsync(status, code);

    [Fact]
    public async Task TooManyReads_AreRefusedWithAWait()
    {
        await using var strict = await TestRegistry.StartAsync(limits: new RequestLimits { ReadsPerSecond = 1 });
        HttpResponseMessage? last = null;
        for (var i = 0; i < 40 && last?.StatusCode != HttpStatusCode.TooManyRequests; i++)
        {
            last?.Dispose();
            last = await strict.GetAsync("/plugins");
        }

        using (last)
        {
            last!.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            last.Headers.RetryAfter!.Delta.ShouldNotBeNull();
            (await TestRegistry.ProblemAsync(last)).Code.ShouldBe("SPK4055");
        }
    }

    [Fact]
    public async Task SmallBody_TooLarge_IsRefused() =>
        await _registry
            .SendAsync(
                HttpMethod.Post,
                "/keys",
                await _registry.TokenAsync(),
                new StringContent(new string(' ', 1 << 20), Encoding.UTF8, "application/json")
            )
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "SPK4053");

    [Fact]
    public async Task SlowBody_IsCutOff()
    {
        await using var strict = await TestRegistry.StartAsync(
            limits: new RequestLimits { SlowGrace = TimeSpan.FromSeconds(1.5), MinBytesPerSecond = 1000 }
        );
        var uri = new Uri(strict.Url);
        using var socket = new TcpClient();
        await socket.ConnectAsync(uri.Host, uri.Port);
        var stream = socket.GetStream();
        var token = await strict.TokenAsync();
        var head =
            $"POST /keys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync("{"u8.ToArray());

        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer, late.Token);

        Encoding.ASCII.GetString(buffer, 0, read).ShouldStartWith("HTTP/1.1 408");
    }

    [Fact]
    public void JsonPath_Of_ScopedNames_IsOneSegment()
    {
        Registry.Http.ScopedPaths.Join("/plugins/@a/b/versions/1.0.0").ShouldBe("/plugins/@a%2Fb/versions/1.0.0");
        Registry.Http.ScopedPaths.Join("/plugins/@a%2fb/versions/1.0.0").ShouldBeNull();
        Registry.Http.ScopedPaths.Join("/plugins/@a").ShouldBeNull();
        Registry.Http.ScopedPaths.Join("/plugins/x/@a/b").ShouldBeNull();
        Registry.Http.ScopedPaths.Join("/@a/b").ShouldBeNull();
        Registry.Http.ScopedPaths.Join("/").ShouldBeNull();
    }
}
