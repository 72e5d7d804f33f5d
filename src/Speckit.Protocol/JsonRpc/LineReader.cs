using System.Buffers;

namespace Speckit.Protocol;

/// <summary>Reads lines into one pooled buffer: a line is valid until the next one is read.</summary>
internal sealed class LineReader : IDisposable
{
    private const int UsualBufferBytes = 16 * 1024;
    private const int LargeBufferBytes = 1024 * 1024;

    private readonly Stream _input;
    private readonly int _maxLineBytes;
    private readonly bool _blocking;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBufferBytes);
    private int _start;
    private int _scanned;
    private int _end;

    public LineReader(Stream input, int maxLineBytes, bool blocking)
    {
        _input = input;
        _maxLineBytes = maxLineBytes;
        _blocking = blocking;
    }

    /// <summary>The next line without its line feed; null at the end of the input.</summary>
    /// <exception cref="ProtocolException">The line is too long, or the input ended inside it.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTakeLine(out var line))
            {
                return line;
            }

            MakeRoom();
            var read = _blocking
                ? _input.Read(_buffer, _end, _buffer.Length - _end)
                : await _input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return _end == _start
                    ? null
                    : throw new ProtocolException("The other side closed the connection inside a message.");
            }

            _end += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryTakeLine(out ReadOnlyMemory<byte> line)
    {
        var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        var length = newline < 0 ? _end - _start : _scanned + newline - _start;
        if (length > _maxLineBytes)
        {
            throw new ProtocolException(
                FormattableString.Invariant(
                    $"A line is longer than {_maxLineBytes} bytes, the most a message may have."
                )
            );
        }

        if (newline < 0)
        {
            _scanned = _end;
            line = default;
            return false;
        }

        line = _buffer.AsMemory(_start, length);
        _start += length + 1;
        _scanned = _start;
        return true;
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _scanned = _end = 0;
            if (_buffer.Length > LargeBufferBytes)
            {
                Replace(UsualBufferBytes);
            }

            return;
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        if (_start >= _buffer.Length / 2)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            _scanned = _end;
            return;
        }

        Replace(checked(_buffer.Length * 2));
    }

    private void Replace(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _end -= _start;
        _start = 0;
        _scanned = _end;
    }
}
