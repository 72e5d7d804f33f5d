using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Speckit.Host.Sandbox.Network;
using Speckit.Host.Services.Http;
using Speckit.Host.Tests.Support;
using Speckit.Protocol;

namespace Speckit.Host.Tests.Services;

/// <summary><c>http/send</c> against a real server.</summary>
public sealed class HttpTests : IAsyncLifetime
{
    private readonly TestProject _project = new();
    private readonly List<string> _resolved = [];
    private WebApplication _server = null!;
    private int _port;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync();
        _port = new Uri(_server.Urls.Single()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _project.Dispose();
    }

    [Fact]
    public async Task Send_RequestAndAnswer_ComeWhole()
    {
        using var plugin = Plugin();
        var call = Call("/echo?q=1", "post");
        call["headers"] = new JsonObject { ["X-Mine"] = "green", ["Content-Type"] = "text/plain" };
        call["body"] = "grüß dich";

        var answer = await plugin.CallAsync("http/send", call);

        answer.GetProperty("status").GetInt32().ShouldBe(200);
        answer.GetProperty("body").GetString().ShouldBe("POST /echo?q=1 text/plain speckit/0.1.0 grüß dich");
        answer.GetProperty("headers").GetProperty("x-two").GetString().ShouldBe("a, b");
        _project.AuditLines.Count.ShouldBe(2);
        _project.AuditLines[1].ShouldContain("status 200");
    }

    [Fact]
    public async Task Send_BytesBothWays_AreBase64()
    {
        using var plugin = Plugin();
        var call = Call("/bytes", "PUT");
        (call["body"], call["encoding"]) = (Convert.ToBase64String([0xff, 0x00]), "base64");

        var answer = await plugin.CallAsync("http/send", call);

        answer.GetProperty("encoding").GetString().ShouldBe("base64");
        Convert.FromBase64String(answer.GetProperty("body").GetString()!).ShouldBe([0xff, 0x00]);
    }

    [Theory]
    [InlineData("/to?http://a.test:PORT/echo", "GET /echo")]
    [InlineData("/to?/echo", "GET /echo")]
    public async Task Send_RedirectToAllowedHost_IsFollowed(string path, string expected)
    {
        using var plugin = Plugin();

        var answer = await plugin.CallAsync("http/send", Call(path));

        answer.GetProperty("body").GetString()!.ShouldStartWith(expected);
    }

    [Theory]
    [InlineData("http://c.test:PORT/", "c.test is not one of the allowed hosts")]
    [InlineData("http://127.0.0.2:PORT/", "127.0.0.2 is not one of the allowed hosts")]
    [InlineData("http://169.254.169.254/latest", "169.254.169.254 is not one of the allowed hosts")]
    [InlineData("http://private.test:PORT/", "is not an address of the public internet")]
    [InlineData("http://a.test:25/", "port 25 is blocked")]
    [InlineData("file:///etc/passwd", "only http and https")]
    [InlineData("gopher://a.test/", "only http and https")]
    public async Task Send_ToWhatIsNotAllowed_IsRefusedAtOnceAndBehindARedirect(string target, string reason)
    {
        using var plugin = Plugin();
        target = target.Replace("PORT", $"{_port}");

        var refused = await plugin.FailAsync("http/send", new JsonObject { ["url"] = target });
        var redirected = await plugin.FailAsync("http/send", Call("/to?" + target));

        refused.Code.ShouldBe(RpcErrorCodes.Refused);
        refused.Message.ShouldContain(reason);
        redirected.Code.ShouldBe(RpcErrorCodes.Refused);
        redirected.Message.ShouldContain(reason);
        _project.AuditLines[^1].ShouldContain("\"outcome\":\"refused\"");
    }

    [Fact]
    public async Task Send_NameThatAnswersDifferentlyTheSecondTime_ConnectsToWhatWasChecked()
    {
        using var plugin = Plugin();

        _ = await plugin.CallAsync("http/send", new JsonObject { ["url"] = $"http://a.test:{_port}/echo" });

        _resolved.Count(n => n == "a.test").ShouldBe(1);
    }

    [Fact]
    public async Task Send_RedirectElsewhere_TellsNoCredentials()
    {
        using var plugin = Plugin();
        var headers = new JsonObject { ["Authorization"] = "Bearer x", ["X-Other"] = "y" };
        var (there, elsewhere) = (Call("/to?/headers"), Call($"/to?http://a.test:{_port}/headers"));
        (there["headers"], elsewhere["headers"]) = (headers.DeepClone(), headers);

        (await plugin.CallAsync("http/send", there)).GetProperty("body").GetString().ShouldBe("Bearer x y");
        (await plugin.CallAsync("http/send", elsewhere)).GetProperty("body").GetString().ShouldBe(" y");
    }

    [Fact]
    public async Task Send_SeeOther_BecomesGetWithoutBody()
    {
        using var plugin = Plugin();
        var call = Call("/other", "POST");
        call["body"] = "x";

        var answer = await plugin.CallAsync("http/send", call);

        answer.GetProperty("body").GetString()!.ShouldStartWith("GET /echo");
    }

    [Fact]
    public async Task Send_EndlessRedirects_End()
    {
        using var plugin = Plugin();

        (await plugin.FailAsync("http/send", Call("/loop"))).Message.ShouldContain("redirects more than 10 times");
    }

    [Theory]
    [InlineData("/bomb")]
    [InlineData("/large")]
    public async Task Send_AnswerTooLarge_IsRefused(string path)
    {
        using var plugin = Plugin();
        var before = GC.GetTotalAllocatedBytes();

        (await plugin.FailAsync("http/send", Call(path))).Code.ShouldBe(RpcErrorCodes.TooLarge);

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(200L << 20);
    }

    [Fact]
    public async Task Send_BodyTooLarge_IsRefused()
    {
        using var plugin = Plugin();
        var call = Call("/echo", "POST");
        call["body"] = new string('x', HttpSender.MaxBody + 1);

        (await plugin.FailAsync("http/send", call)).Code.ShouldBe(RpcErrorCodes.TooLarge);
    }

    [Theory]
    [InlineData("Host", "b.test")]
    [InlineData("host", "b.test")]
    [InlineData("Content-Length", "0")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Connection", "X-A")]
    [InlineData("Proxy-Authorization", "x")]
    [InlineData("Upgrade", "websocket")]
    [InlineData("X-A", "a\r\nHost: b.test")]
    [InlineData("X-A", "a\nb")]
    [InlineData("X-A", "a\0b")]
    [InlineData("X-A", "€")]
    [InlineData("X-A", "grün")]
    [InlineData("X A", "a")]
    [InlineData("X-A:b", "a")]
    [InlineData("X-A\r\nX-B", "a")]
    [InlineData("", "a")]
    public async Task Send_HeaderThatCouldSmuggle_IsRefused(string name, string value)
    {
        using var plugin = Plugin();
        var call = Call("/headers");
        call["headers"] = new JsonObject { [name] = value };

        (await plugin.FailAsync("http/send", call)).Code.ShouldBe(RpcErrorCodes.InvalidParams);
    }

    [Theory]
    [InlineData("""{"url":""}""")]
    [InlineData("""{"url":"/relative"}""")]
    [InlineData("""{"url":"http://user:pass@a.test/"}""")]
    [InlineData("""{"url":"http://a.test/","method":"CONNECT"}""")]
    [InlineData("""{"url":"http://a.test/","method":"GET /x HTTP/1.1"}""")]
    [InlineData("""{"url":"http://a.test/","timeout":0}""")]
    [InlineData("""{"url":"http://a.test/","body":"%","encoding":"base64"}""")]
    [InlineData("""{"url":"http://a.test/","body":"x","encoding":"utf-7"}""")]
    [InlineData("""{"url":7}""")]
    public async Task Send_WrongParameters_AreRefused(string parameters)
    {
        using var plugin = Plugin();

        (await plugin.FailAsync("http/send", JsonNode.Parse(parameters)!)).Code.ShouldBe(RpcErrorCodes.InvalidParams);
    }

    [Fact]
    public async Task Send_TooManyHeaders_AreRefused()
    {
        using var plugin = Plugin();
        var call = Call("/echo");
        call["headers"] = new JsonObject(
            Enumerable.Range(0, 101).Select(i => KeyValuePair.Create($"X-{i}", (JsonNode?)"v"))
        );

        (await plugin.FailAsync("http/send", call)).Code.ShouldBe(RpcErrorCodes.TooLarge);
    }

    [Fact]
    public async Task Send_NoAnswerInTime_SaysSo()
    {
        using var plugin = Plugin();
        var call = Call("/slow");
        call["timeout"] = 0.3;

        (await plugin.FailAsync("http/send", call)).Message.ShouldContain("did not answer within 0.3 s");
        _project.AuditLines[^1].ShouldContain("\"outcome\":\"failed\"");
    }

    [Fact]
    public async Task Send_NobodyListens_SaysSo()
    {
        using var plugin = Plugin();
        await _server.StopAsync();

        (await plugin.FailAsync("http/send", Call("/echo"))).Message.ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task Send_CookiesOfAnAnswer_AreNotSentAgain()
    {
        using var plugin = Plugin();
        _ = await plugin.CallAsync("http/send", Call("/cookie"));

        (await plugin.CallAsync("http/send", Call("/cookie"))).GetProperty("body").GetString().ShouldBe("");
    }

    private ServiceCaller Plugin() =>
        new(
            _project,
            ["network"],
            c =>
                c with
                {
                    Hosts = new HostRules { Allowed = ["127.0.0.1", "a.test", "private.test"], BlockedPorts = [25] },
                    Connector = new OutboundConnector(ResolveAsync),
                }
        );

    private Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        _resolved.Add(name);
        return Task.FromResult<IPAddress[]>([
            IPAddress.Parse(name == "private.test" || _resolved.Count(n => n == name) > 1 ? "10.0.0.1" : "127.0.0.1"),
        ]);
    }

    private JsonObject Call(string path, string method = "GET") =>
        new() { ["url"] = $"http://127.0.0.1:{_port}{path.Replace("PORT", $"{_port}")}", ["method"] = method };

    private static async Task AnswerAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        switch (request.Path.Value)
        {
            case "/echo":
                response.Headers.Append("X-Two", new(["a", "b"]));
                using (var reader = new StreamReader(request.Body))
                {
                    await response.WriteAsync(
                        $"{request.Method} {request.Path}{request.QueryString} {request.ContentType} {request.Headers.UserAgent} {await reader.ReadToEndAsync()}"
                    );
                }

                break;
            case "/bytes":
                await request.Body.CopyToAsync(response.Body);
                break;
            case "/to":
                response.Redirect(request.QueryString.Value![1..]);
                break;
            case "/other":
                response.StatusCode = 303;
                response.Headers.Location = "/echo";
                break;
            case "/loop":
                response.Redirect("/loop");
                break;
            case "/headers":
                await response.WriteAsync($"{request.Headers.Authorization} {request.Headers["X-Other"]}");
                break;
            case "/cookie":
                response.Headers.SetCookie = "a=b";
                await response.WriteAsync(request.Headers.Cookie.ToString());
                break;
            case "/bomb":
                response.Headers.ContentEncoding = "gzip";
                await WriteBombAsync(response.Body);
                break;
            case "/large":
                await WriteZerosAsync(response.Body, 9);
                break;
            case "/slow":
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
                break;
            default:
                response.StatusCode = 404;
                break;
        }
    }

    private static async Task WriteBombAsync(Stream body)
    {
        await using var gzip = new GZipStream(body, CompressionLevel.Fastest);
        await WriteZerosAsync(gzip, 2000);
    }

    private static async Task WriteZerosAsync(Stream body, int mebibytes)
    {
        var zeros = Encoding.ASCII.GetBytes(new string('0', 1 << 20));
        for (var i = 0; i < mebibytes; i++)
        {
            await body.WriteAsync(zeros);
        }
    }
}
