using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Speckit.Packaging.Archives;

/// <summary>Writes one gzip member whose bytes depend on nothing but the data.</summary>
/// <remarks>Not <see cref="System.IO.Compression.GZipStream"/>: its native library is another one on other systems and has other code for other
/// processors, and each compresses to other bytes. The managed deflater is the same everywhere; it is fed in blocks of one size, so that the way
/// the data arrives does not count either.</remarks>
internal sealed class GzipWriter
{
    private const int BlockSize = 64 << 10;

    // No name, no time, best compression, unknown system (RFC 1952 §2.3).
    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];

    private readonly Stream _target;
    private readonly Deflater _deflater = new(Deflater.BEST_COMPRESSION, noZlibHeaderOrFooter: true);
    private readonly Crc32 _crc = new();
    private readonly byte[] _input = new byte[BlockSize];
    private readonly byte[] _output = new byte[BlockSize];
    private int _filled;
    private uint _length;

    internal GzipWriter(Stream target)
    {
        _target = target;
        target.Write(Header);
    }

    internal void Write(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var taken = Math.Min(data.Length, BlockSize - _filled);
            data[..taken].CopyTo(_input.AsSpan(_filled));
            data = data[taken..];
            _filled += taken;
            if (_filled == BlockSize)
            {
                Flush();
            }
        }
    }

    internal void Complete()
    {
        Flush();
        _deflater.Finish();
        while (!_deflater.IsFinished)
        {
            Drain();
        }

        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, (uint)_crc.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        _target.Write(trailer);
    }

    private void Flush()
    {
        if (_filled == 0)
        {
            return;
        }

        _crc.Update(new ArraySegment<byte>(_input, 0, _filled));
        _length += (uint)_filled;
        _deflater.SetInput(_input, 0, _filled);
        while (!_deflater.IsNeedingInput)
        {
            Drain();
        }

        _filled = 0;
    }

    private void Drain()
    {
        var count = _deflater.Deflate(_output, 0, _output.Length);
        _target.Write(_output, 0, count);
    }
}
