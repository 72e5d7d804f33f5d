using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Speckit.EndToEnd.HostileRegistries;

/// <summary>Stands between the command and a real registry, byte for byte, and lies where a test says so.</summary>
internal sealed class HostileRegistry : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _http = new();
    private readonly string _real;
    private readonly Task _serving;

    private HostileRegistry(string real)
    {
        _real = real;
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _serving = ServeAsync();
    }

    internal string Url { get; }

    /// <summary>Gets a path, the stream and the honest body, and answers; says no by false.</summary>
    internal Func<string, Stream, byte[], CancellationToken, Task<bool>>? Lie { get; set; }

    internal static HostileRegistry Before(RunningRegistry real) => new(real.Url.TrimEnd('/'));

    /// <summary>A whole answer.</summary>
    internal static async Task AnswerAsync(Stream stream, byte[] body, string status = "200 OK", string headers = "")
    {
        var head = $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Dispose();
        _http.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var path = await ReadPathAsync(stream, _end.Token);
                var (status, body) = await AskAsync(path);
                if (Lie is null || !await Lie(path, stream, body, _end.Token))
                {
                    await AnswerAsync(stream, body, status);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side had enough, or the test is over.
            }
        }
    }

    private async Task<(string Status, byte[] Body)> AskAsync(string path)
    {
        using var answer = await _http.GetAsync(_real + path, _end.Token);
        var body = await answer.Content.ReadAsByteArrayAsync(_end.Token);
        return (
            $"{(int)answer.StatusCode} {answer.ReasonPhrase}",
            path.EndsWith("/config.json", StringComparison.Ordinal)
                ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(_real, Url))
                : body
        );
    }

    private static async Task<string> ReadPathAsync(Stream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[1024];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                throw new IOException("the request ended early");
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString().Split(' ')[1];
    }
}
