using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Speckit.TestSupport;

/// <summary>What a server on this machine is told, to the byte: it speaks just enough HTTP to answer.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private int _connections;

    public Collector()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url =>
        $"{(Certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>What it shows of itself; null for plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    public int Connections => _connections;

    /// <summary>The requests, whole.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>What is answered, or null for nothing: the connection stays open.</summary>
    public string? Answer { get; set; } = "200 OK";

    /// <summary>Called when a request is there and not answered yet.</summary>
    public Action Arrived { get; set; } = () => { };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            Interlocked.Increment(ref _connections);
            await using var stream = client.GetStream();
            try
            {
                await ServeAsync(stream);
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // The client was stopped, or does not trust the certificate.
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        if (Certificate is null)
        {
            await ServePlainAsync(stream);
            return;
        }

        await using var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(Certificate);
        await ServePlainAsync(secure);
    }

    private async Task ServePlainAsync(Stream stream)
    {
        var text = "";
        var buffer = new byte[64 * 1024];
        while (!IsWhole(text))
        {
            var read = await stream.ReadAsync(buffer, _end.Token);
            if (read == 0)
            {
                return;
            }

            text += Encoding.UTF8.GetString(buffer, 0, read);
        }

        Requests.Enqueue(text);
        Arrived();
        if (Answer is { } status)
        {
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"),
                _end.Token
            );
            return;
        }

        // Until the client gives up.
        _ = await stream.ReadAsync(buffer, _end.Token);
    }

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        const string Length = "Content-Length: ";
        var at = text.IndexOf(Length, StringComparison.Ordinal) + Length.Length;
        var length = int.Parse(text[at..text.IndexOf('\r', at)]);
        return Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= length;
    }
}
