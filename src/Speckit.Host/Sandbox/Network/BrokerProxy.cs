using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Speckit.Host.Audit;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Sandbox.Network;

/// <summary>The only way out of a plugin's empty network: it listens on a socket that was opened inside the sandbox, takes CONNECT and plain
/// HTTP, checks each host against the plugin's rules, and writes each connection into the audit log before it is made.</summary>
/// <param name="plugin">The plugin's name.</param>
/// <param name="rules">What it may reach.</param>
/// <param name="audit">The audit log.</param>
/// <param name="connector">Opens the connections.</param>
internal sealed class BrokerProxy(string plugin, HostRules rules, AuditLog audit, OutboundConnector? connector = null)
    : IAsyncDisposable
{
    private const int MostConnections = 64;
    private const int LongestHead = 32 * 1024;
    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(15);
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private readonly OutboundConnector _connector = connector ?? new OutboundConnector();
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _places = new(MostConnections, MostConnections);
    private Task _accepting = Task.CompletedTask;
    private Socket? _listener;

    /// <summary>Serves a listening socket from now on, and owns it.</summary>
    internal void Start(Socket listener)
    {
        _listener = listener;
        _accepting = AcceptAsync(listener);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener?.Dispose();
        await _accepting;

        // Every connection has given its place back when all can be taken.
        for (var i = 0; i < MostConnections; i++)
        {
            await _places.WaitAsync();
        }

        _places.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(_ending.Token);
                try
                {
                    var client = await listener.AcceptAsync(_ending.Token);
                    _ = ServeAsync(client);
                }
                catch (Exception)
                {
                    _places.Release();
                    throw;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The sandbox is gone.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var client = new NetworkStream(socket, ownsSocket: true);
            await ServeAsync(client);
        }
        catch (Exception e)
            when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side went away: the other one sees the end of its connection.
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task ServeAsync(NetworkStream client)
    {
        var buffer = new byte[LongestHead];
        var (end, length) = await ReadHeadAsync(client, buffer);
        if (end < 0 || ProxyRequest.Parse(buffer.AsSpan(0, end)) is not { } request)
        {
            await AnswerAsync(client, "400 Bad Request", "this proxy takes CONNECT and http:// requests");
            return;
        }

        var target = string.Create(CultureInfo.InvariantCulture, $"{request.Host}:{request.Port}");
        var resolved = await _connector.ResolveAsync(rules, request.Host, request.Port, _ending.Token);
        await AuditAsync(target, resolved.Succeeded ? null : resolved.Diagnostics[0]);
        var connected = resolved.TryGet(out var addresses)
            ? await OutboundConnector.ConnectAsync(addresses, request.Host, request.Port, _ending.Token)
            : resolved.Propagate<NetworkStream>();
        if (!connected.TryGet(out var server))
        {
            var reason = connected.Diagnostics[0];
            var isRefused = reason.Descriptor == HostDiagnostics.HostRefused;
            await AnswerAsync(client, isRefused ? "403 Forbidden" : "502 Bad Gateway", reason.Message);
            return;
        }

        await using (server)
        {
            if (request.IsTunnel)
            {
                await client.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _ending.Token);
            }
            else
            {
                await server.WriteAsync(request.Head, _ending.Token);
            }

            var after = buffer.AsMemory((end + EndOfHead.Length)..length);
            await server.WriteAsync(after, _ending.Token);
            await PumpAsync(client, server);
        }
    }

    /// <summary>The head's length (negative when there is none), and how much was read.</summary>
    private async Task<(int End, int Length)> ReadHeadAsync(NetworkStream client, byte[] buffer)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        limit.CancelAfter(HeadTimeout);
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await client.ReadAsync(buffer.AsMemory(length), limit.Token);
            if (read == 0)
            {
                break;
            }

            length += read;
            var end = buffer.AsSpan(0, length).IndexOf(EndOfHead);
            if (end >= 0)
            {
                return (end, length);
            }
        }

        return (-1, length);
    }

    private Task AuditAsync(string target, Diagnostic? refusal) =>
        audit.AppendAsync(
            new AuditRecord(
                "connect",
                plugin,
                refusal is null ? AuditOutcome.Allowed : AuditOutcome.Refused,
                target,
                Capability.Network,
                refusal?.Message
            ),
            _ending.Token
        );

    private async Task AnswerAsync(NetworkStream client, string status, string reason)
    {
        var body = Encoding.UTF8.GetBytes(reason + "\n");
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"
        );
        byte[] answer = [.. Encoding.ASCII.GetBytes(head), .. body];
        await client.WriteAsync(answer, _ending.Token);
        client.Socket.Shutdown(SocketShutdown.Send);
    }

    private async Task PumpAsync(NetworkStream client, NetworkStream server)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        var up = CopyAsync(client, server, either.Token);
        var down = CopyAsync(server, client, either.Token);

        // When the server has said all, the client's half is of no use; the other way round the answer is still to come.
        await down;
        await either.CancelAsync();
        await up;
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, cancellationToken);
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e)
            when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other direction sees it too.
        }
    }
}
