using System.Net;
using System.Net.Sockets;
using System.Text;
using Speckit.Host.Sandbox.Network;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Sandbox.Network;

/// <summary>The proxy over real sockets.</summary>
public sealed class BrokerProxyTests
{
    [Theory]
    [InlineData("CONNECT a.com:443 HTTP/1.1", "a.com", 443, true)]
    [InlineData("CONNECT [2606::1]:443 HTTP/1.1", "[2606::1]", 443, true)]
    [InlineData("GET http://a.com/x?y HTTP/1.1", "a.com", 80, false)]
    [InlineData("GET http://a.com:8080 HTTP/1.1", "a.com", 8080, false)]
    public void Parse_ARequest_TellsTheHost(string line, string host, int port, bool isTunnel)
    {
        var request = ProxyRequest.Parse(Encoding.ASCII.GetBytes(line)).ShouldNotBeNull();

        (request.Host, request.Port, request.IsTunnel).ShouldBe((host, port, isTunnel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("CONNECT a.com HTTP/1.1")]
    [InlineData("CONNECT a.com:0 HTTP/1.1")]
    [InlineData("CONNECT a.com:99999 HTTP/1.1")]
    [InlineData("CONNECT [::1 HTTP/1.1")]
    [InlineData("GET /x HTTP/1.1")]
    [InlineData("GET https://a.com/ HTTP/1.1")]
    [InlineData("GET http://user@a.com/ HTTP/1.1")]
    [InlineData("GET http://a.com/ HTTP/2")]
    [InlineData("get http://a.com/ HTTP/1.1")]
    [InlineData("GET http://a.com/ HTTP/1.1\r\n folded: yes")]
    [InlineData("GET http://a.com/ HTTP/1.1\r\nnothing")]
    [InlineData("GET http://a.com/ HTTP/1.1\r\nA: b\nHost: c")]
    public void Parse_NoRequest_IsRefused(string head)
    {
        ProxyRequest.Parse(Encoding.ASCII.GetBytes(head)).ShouldBeNull();
    }

    [Fact]
    public void Parse_APlainRequest_PassesOnItsOwnHost()
    {
        var head =
            "GET http://a.com/p HTTP/1.1\r\nHost: evil.com\r\nProxy-Authorization: x\r\nConnection: keep-alive\r\nAccept: */*";

        var request = ProxyRequest.Parse(Encoding.ASCII.GetBytes(head)).ShouldNotBeNull();

        Encoding
            .ASCII.GetString(request.Head)
            .ShouldBe("GET /p HTTP/1.1\r\nHost: a.com\r\nConnection: close\r\nAccept: */*\r\n\r\n");
    }

    [Fact]
    public void Parse_Garbage_NeverThrows()
    {
        var random = new Random(20260728);
        var alphabet = "GETCONNECT http://[]:.a1\r\n@%\0é"u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = random.GetItems(alphabet, random.Next(0, 60));
            _ = ProxyRequest.Parse(bytes);
        }
    }

    [Fact]
    public async Task Connect_AnAllowedHost_IsATunnel()
    {
        using var project = new TestProject();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        await using var proxy = Start(project, new HostRules { Allowed = ["127.0.0.1"] }, out var address);
        using var client = await ConnectAsync(address);

        await SendAsync(client, $"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\nfirst");
        using var accepted = await server.AcceptSocketAsync();
        (await ReadAsync(client)).ShouldStartWith("HTTP/1.1 200");
        (await ReadAsync(accepted)).ShouldBe("first");
        await SendAsync(accepted, "answer");
        (await ReadAsync(client)).ShouldBe("answer");

        project.AuditLines.ShouldContain(l =>
            l.Contains("\"connect\"") && l.Contains("allowed") && l.Contains($"127.0.0.1:{port}")
        );
    }

    [Theory]
    [InlineData("CONNECT blocked.com:443 HTTP/1.1", "403")]
    [InlineData("CONNECT 169.254.169.254:80 HTTP/1.1", "403")]
    [InlineData("GET http://127.0.0.1:8080/ HTTP/1.1", "403")]
    [InlineData("GET http://127.0.0.2:1/ HTTP/1.1", "502")]
    [InlineData("nonsense", "400")]
    public async Task Connect_Others_AreAnsweredWithTheReason(string head, string status)
    {
        using var project = new TestProject();
        await using var proxy = Start(project, new HostRules { Allowed = ["a.com", "127.0.0.2"] }, out var address);
        using var client = await ConnectAsync(address);

        await SendAsync(client, head + "\r\n\r\n");
        var answer = await ReadAllAsync(client);

        answer.ShouldStartWith($"HTTP/1.1 {status}");
        answer.Split("\r\n\r\n")[1].Length.ShouldBeGreaterThan(10);
        if (status == "403")
        {
            project.AuditLines.ShouldContain(l => l.Contains("\"connect\"") && l.Contains("refused"));
        }
    }

    [Fact]
    public async Task Connect_AnEndlessHead_IsRefused()
    {
        using var project = new TestProject();
        await using var proxy = Start(project, new HostRules(), out var address);
        using var client = await ConnectAsync(address);

        await SendAsync(client, "GET http://a.com/ HTTP/1.1\r\nA: " + new string('x', 40_000));

        (await ReadAllAsync(client)).ShouldStartWith("HTTP/1.1 400");
    }

    private static BrokerProxy Start(TestProject project, HostRules rules, out EndPoint address)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        address = listener.LocalEndPoint!;
        var proxy = new BrokerProxy("tool", rules, project.Host.Audit);
        proxy.Start(listener);
        return proxy;
    }

    private static async Task<Socket> ConnectAsync(EndPoint address)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(address);
        return client;
    }

    private static Task<int> SendAsync(Socket socket, string text) => socket.SendAsync(Encoding.ASCII.GetBytes(text));

    private static async Task<string> ReadAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
    }

    private static async Task<string> ReadAllAsync(Socket socket)
    {
        var text = "";
        try
        {
            for (var part = await ReadAsync(socket); part.Length > 0; part = await ReadAsync(socket))
            {
                text += part;
            }
        }
        catch (SocketException)
        {
            // The proxy did not read the rest and closed.
        }

        return text;
    }
}
