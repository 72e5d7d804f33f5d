using System.Buffers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Speckit.Host.Resident;

/// <summary>The caller's end of a connection to a resident host: JSON-RPC, one request with the identifier 1, without a thread of its
/// own.</summary>
internal sealed class ResidentLine : IDisposable
{
    private static ReadOnlySpan<byte> CancelLine =>
        "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancel\",\"params\":{\"id\":1}}\n"u8;

    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private ResidentLine(Socket socket) => _socket = socket;

    /// <summary>Connects; null when nobody of this user listens.</summary>
    internal static ResidentLine? TryConnect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            if (PeerCredentials.AreOwn(socket))
            {
                return new ResidentLine(socket);
            }
        }
        catch (SocketException)
        {
            // It ended without taking its socket along.
        }

        socket.Dispose();
        return null;
    }

    /// <summary>How long reading may take from now on.</summary>
    internal void AnswerWithin(int milliseconds) => _socket.ReceiveTimeout = milliseconds;

    /// <summary>Sends the request.</summary>
    /// <exception cref="SocketException">Nobody is there any more.</exception>
    internal void Send<T>(string method, T parameters, JsonTypeInfo<T> type)
    {
        var line = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc"u8, "2.0"u8);
            json.WriteNumber("id"u8, 1);
            json.WriteString("method"u8, method);
            json.WritePropertyName("params"u8);
            JsonSerializer.Serialize(json, parameters, type);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        SendAll(line.WrittenSpan);
    }

    /// <summary>Tells the other side that the answer is not wanted any more, and ends <see cref="Read"/>. From any thread.</summary>
    internal void Cancel()
    {
        try
        {
            SendAll(CancelLine);
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over already.
        }
    }

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="SocketException">The connection broke, or it took too long.</exception>
    /// <exception cref="IOException">What came is no message.</exception>
    internal Message? Read()
    {
        int length;
        while ((length = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n')) < 0)
        {
            MakeRoom();
            var received = _socket.Receive(_buffer.AsSpan(_end));
            if (received == 0)
            {
                return null;
            }

            _end += received;
        }

        var line = _buffer.AsMemory(_start, length);
        _start += length + 1;
        try
        {
            using var document = JsonDocument.Parse(line);
            return new Message(document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new IOException($"it wrote something else than a message: {e.Message}", e);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length > ResidentMethods.MaxLineBytes)
            {
                throw new IOException("it wrote a line that is too long");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }

    /// <summary>A message of the resident host.</summary>
    internal sealed record Message(JsonElement Root)
    {
        internal bool IsAnswer => Root.TryGetProperty("id"u8, out _);

        internal string? Method => Root.TryGetProperty("method"u8, out var method) ? method.GetString() : null;

        internal (int Code, string Text)? Error =>
            Root.TryGetProperty("error"u8, out var error)
                ? (error.GetProperty("code"u8).GetInt32(), error.GetProperty("message"u8).GetString() ?? "")
                : null;

        internal T Parameters<T>(JsonTypeInfo<T> type) => Part("params", type);

        internal T Result<T>(JsonTypeInfo<T> type) => Part("result", type);

        private T Part<T>(string name, JsonTypeInfo<T> type) =>
            Root.TryGetProperty(name, out var part) && part.Deserialize(type) is { } value
                ? value
                : throw new IOException($"its message has no {name}");
    }
}
