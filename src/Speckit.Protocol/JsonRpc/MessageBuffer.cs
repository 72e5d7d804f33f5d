using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Speckit.Protocol;

/// <summary>One outgoing line in pooled memory.</summary>
internal sealed class MessageBuffer : IBufferWriter<byte>, IDisposable
{
    private const int UsualBytes = 1024;

    private static readonly JsonWriterOptions s_writerOptions = new()
    {
        // The line goes to a program, not into a page; line feeds are escaped all the same.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly int _maxBytes;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualBytes);
    private int _length;

    public MessageBuffer(int maxLineBytes)
    {
        _maxBytes = maxLineBytes;
        Json = new Utf8JsonWriter(this, s_writerOptions);
    }

    public Utf8JsonWriter Json { get; }

    /// <summary>Opens the message's object.</summary>
    public void Begin()
    {
        Json.WriteStartObject();
        Json.WriteString("jsonrpc"u8, "2.0"u8);
    }

    /// <summary>Closes the message's object and the line.</summary>
    /// <exception cref="MessageTooLargeException">It is longer than a line may be.</exception>
    public ReadOnlyMemory<byte> Finish()
    {
        Json.WriteEndObject();
        Json.Flush();
        if (_length > _maxBytes)
        {
            throw new MessageTooLargeException(_maxBytes);
        }

        GetSpan(1)[0] = (byte)'\n';
        Advance(1);
        return _bytes.AsMemory(0, _length);
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Dispose()
    {
        // Not Json.Dispose(): it would flush what a failed serialisation left behind.
        Json.Reset(Stream.Null);
        Json.Dispose();
        var bytes = _bytes;
        _bytes = [];
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_bytes.Length - _length >= needed)
        {
            return;
        }

        if (_length > _maxBytes)
        {
            throw new MessageTooLargeException(_maxBytes);
        }

        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_bytes.Length * 2, _length + needed)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
