using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Speckit.EndToEnd.Escapes;

/// <summary>Listeners of the host that no plugin may reach, and one that is allowed. What arrives is counted.</summary>
internal sealed class Canaries : IDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Process _victim;
    private int _hits;

    internal Canaries(string project, string marker)
    {
        Marker = marker;
        AbstractName = $"speckit-escape-{Guid.NewGuid():N}";
        UnixPath = Path.Combine(project, "dev.sock");
        TcpPort = Listen(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0), Refusing);
        Listen(new IPEndPoint(IPAddress.Loopback, TcpPort), Refusing);
        TcpPort6 = Listen(new IPEndPoint(IPAddress.IPv6Loopback, 0), Refusing);
        BlockedPort = Listen(new IPEndPoint(IPAddress.Loopback, 0), Refusing);
        AllowedPort = Listen(new IPEndPoint(IPAddress.Loopback, 0), Allowed);
        Listen(new UnixDomainSocketEndPoint("\0" + AbstractName), Refusing);
        Listen(new UnixDomainSocketEndPoint(UnixPath), Refusing);
        UdpPort = Receive(IPAddress.Loopback, 0);
        Receive(IPAddress.IPv6Loopback, UdpPort);
        var start = new ProcessStartInfo("sleep", ["3600"]);
        start.Environment["ESCAPE_CANARY"] = marker;
        _victim = Process.Start(start)!;
    }

    /// <summary>What the refusing listeners answer.</summary>
    internal string Marker { get; }

    internal int TcpPort { get; }

    internal int TcpPort6 { get; }

    internal int UdpPort { get; }

    internal int BlockedPort { get; }

    internal int AllowedPort { get; }

    internal string AbstractName { get; }

    internal string UnixPath { get; }

    internal int VictimId => _victim.Id;

    /// <summary>How much arrived where nothing may arrive.</summary>
    internal int Hits => Volatile.Read(ref _hits);

    internal bool VictimLives => !_victim.HasExited;

    public void Dispose()
    {
        _end.Cancel();
        _sockets.ForEach(s => s.Dispose());
        _victim.Kill();
        _victim.Dispose();
        _end.Dispose();
    }

    private int Listen(EndPoint place, Func<Socket, Task> serve)
    {
        var type = place is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
        var socket = new Socket(place.AddressFamily, SocketType.Stream, type);
        _sockets.Add(socket);
        socket.Bind(place);
        socket.Listen(200);
        _ = AcceptAsync(socket, serve);
        return (socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;
    }

    private async Task AcceptAsync(Socket listener, Func<Socket, Task> serve)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptAsync(_end.Token), serve);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private static async Task ServeAsync(Socket connection, Func<Socket, Task> serve)
    {
        using (connection)
        {
            try
            {
                await serve(connection);
            }
            catch (SocketException)
            {
                // The other side went away.
            }
        }
    }

    private async Task Refusing(Socket connection)
    {
        Interlocked.Increment(ref _hits);
        await connection.SendAsync(Answer("200 OK", "", Marker));
    }

    /// <summary>A small HTTP server: it echoes a request's head, and leads to where nobody may go.</summary>
    private async Task Allowed(Socket connection)
    {
        var buffer = new byte[16384];
        var count = await connection.ReceiveAsync(buffer.AsMemory(), _end.Token);
        var head = Encoding.ASCII.GetString(buffer, 0, count);
        var answer = head.Contains("/redirect", StringComparison.Ordinal)
            ? Answer("302 Found", $"Location: http://127.0.0.2:{TcpPort}/\r\n", "")
            : Answer("200 OK", "", "allowed");
        await connection.SendAsync(answer);
    }

    private static byte[] Answer(string status, string headers, string body) =>
        Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
        );

    private int Receive(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _sockets.Add(socket);
        socket.Bind(new IPEndPoint(address, port));
        _ = ReceiveAsync(socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task ReceiveAsync(Socket socket)
    {
        var buffer = new byte[2048];
        var anyone = new IPEndPoint(
            socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any,
            0
        );
        try
        {
            while (true)
            {
                var received = await socket.ReceiveFromAsync(buffer.AsMemory(), anyone, _end.Token);
                Interlocked.Increment(ref _hits);
                await socket.SendToAsync(Encoding.ASCII.GetBytes(Marker), received.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }
}
