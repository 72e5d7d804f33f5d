using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Win32.SafeHandles;
using Speckit.Host.Platform;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Resident;

/// <summary>The caller's end of a connection to a resident host: JSON-RPC, one request with the identifier 1, without a thread of its
/// own.</summary>
internal sealed class ResidentLine : IDisposable
{
    private static ReadOnlySpan<byte> CancelLine =>
        "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancel\",\"params\":{\"id\":1}}\n"u8;

    private readonly SafeFileHandle _connection;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private ResidentLine(SafeFileHandle connection) => _connection = connection;

    /// <summary>Connects; null when nobody of this user listens.</summary>
    internal static ResidentLine? TryConnect(string path)
    {
        if (UnixConnection.TryConnect(path) is not { } connection)
        {
            return null;
        }

        if (PeerCredentials.AreOwn(connection))
        {
            return new ResidentLine(connection);
        }

        connection.Dispose();
        return null;
    }

    /// <summary>How long each reading may take from now on.</summary>
    internal void AnswerWithin(int seconds) => UnixConnection.ReadWithin(_connection, seconds);

    /// <summary>Sends the request.</summary>
    /// <exception cref="IOException">Nobody is there any more.</exception>
    internal void Send(string method, Action<Utf8JsonWriter> writeParameters)
    {
        var line = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc"u8, "2.0"u8);
            json.WriteNumber("id"u8, 1);
            json.WriteString("method"u8, method);
            json.WritePropertyName("params"u8);
            writeParameters(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        UnixConnection.Write(_connection, line.WrittenSpan);
    }

    /// <summary>Tells the other side that the answer is not wanted any more, and ends <see cref="Read"/>. From any thread.</summary>
    internal void Cancel()
    {
        try
        {
            UnixConnection.Write(_connection, CancelLine);
            UnixConnection.EndReading(_connection);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It is over already.
        }
    }

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="IOException">The connection broke, it took too long, or what came is no message.</exception>
    internal Message? Read()
    {
        int length;
        while ((length = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n')) < 0)
        {
            MakeRoom();
            var received = UnixConnection.Read(_connection, _buffer.AsSpan(_end));
            if (received == 0)
            {
                return null;
            }

            _end += received;
        }

        var line = _buffer.AsSpan(_start, length);
        _start += length + 1;
        try
        {
            var reader = new Utf8JsonReader(line);
            var root = JsonElement.ParseValue(ref reader);
            _ = reader.Read();
            return new Message(root);
        }
        catch (JsonException e)
        {
            throw new IOException($"it wrote something else than a message: {e.Message}", e);
        }
    }

    public void Dispose() => _connection.Dispose();

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

        /// <summary>The result of a run that succeeded: the one message that every run waits for is read without what reads all others.</summary>
        internal CommandRunResult? FindRunResult() =>
            Root.TryGetProperty("result"u8, out var answer)
            && answer.ValueKind == JsonValueKind.Object
            && answer.TryGetProperty("result"u8, out var done)
            && done.ValueKind == JsonValueKind.Object
            && done.TryGetProperty("exitCode"u8, out var code)
            && code.TryGetInt32(out var exitCode)
                ? new CommandRunResult(done.TryGetProperty("result"u8, out var shown) ? shown : null, exitCode)
                : null;

        private T Part<T>(string name, JsonTypeInfo<T> type)
        {
            try
            {
                return Root.TryGetProperty(name, out var part) && part.Deserialize(type) is { } value
                    ? value
                    : throw new IOException($"its message has no {name}");
            }
            catch (JsonException e)
            {
                throw new IOException($"its message has other {name} than were expected: {e.Message}", e);
            }
        }
    }
}
