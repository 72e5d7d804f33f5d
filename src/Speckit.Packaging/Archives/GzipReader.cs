using System.Buffers.Binary;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Archives;

/// <summary>Reads exactly one gzip member that fills its file (RFC 1952).</summary>
/// <remarks>Not <see cref="System.IO.Compression.GZipStream"/>: it joins several members, and stops in silence at other bytes after one, so
/// that what it shows and what other tools show of a file may differ.</remarks>
internal sealed class GzipReader : IDisposable
{
    private const int Lookback = 8;
    private const int TrailerLength = 8;
    private const string Damaged = "Download or build the archive again.";

    private readonly SourceBytes _source;
    private readonly ArchiveLimits _limits;
    private readonly Inflater _inflater = new(noHeader: true);
    private readonly Crc32 _crc = new();

    // The inflater takes up to four bytes more than it uses: the bytes before the current chunk are kept for them.
    private readonly byte[] _chunk = new byte[64 << 10];
    private readonly byte[] _fed = new byte[(64 << 10) + Lookback];
    private int _fedLength;
    private int _position;
    private int _length;
    private bool _finished;

    internal GzipReader(SourceBytes source, ArchiveLimits limits)
    {
        _source = source;
        _limits = limits;
        new GzipHeader(NextByte).Skip();
    }

    /// <summary>How many bytes came out so far.</summary>
    internal long Count { get; private set; }

    /// <summary>Reads some bytes; none at the end, which was then found to be right.</summary>
    internal int Read(byte[] buffer, int offset, int count)
    {
        while (!_finished && count > 0)
        {
            var read = Inflate(buffer, offset, count);
            if (read > 0)
            {
                _crc.Update(new ArraySegment<byte>(buffer, offset, read));
                Count += read;
                CheckSize();
                return read;
            }

            if (_inflater.IsFinished)
            {
                _finished = true;
                ReadTrailer();
                CheckRatio(_source.Count);
            }
            else if (!_inflater.IsNeedingInput)
            {
                throw Refuse(PackagingDiagnostics.GzipDataInvalid, "The compressed data leads nowhere.");
            }
            else
            {
                Feed();
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static PackageRefusedException Refuse(DiagnosticDescriptor descriptor, string message) =>
        new(descriptor.Error(message, Damaged));

    private int Inflate(byte[] buffer, int offset, int count)
    {
        try
        {
            return _inflater.Inflate(buffer, offset, count);
        }
        // The inflater checks its tables by running off their ends.
        catch (Exception exception)
            when (exception
                    is SharpZipBaseException
                        or IndexOutOfRangeException
                        or ArgumentException
                        or InvalidOperationException
                        or OverflowException
            )
        {
            throw Refuse(
                PackagingDiagnostics.GzipDataInvalid,
                $"The compressed data cannot be read after {Count} bytes."
            );
        }
    }

    private void Feed()
    {
        if (_position == _length && !Fill())
        {
            throw Refuse(PackagingDiagnostics.ArchiveTruncated, "The compressed data ends early.");
        }

        var kept = _fed.AsSpan(0, Lookback);
        _fed.AsSpan(_fedLength, Lookback).CopyTo(kept);
        _fedLength = _length - _position;
        Array.Copy(_chunk, _position, _fed, Lookback, _fedLength);
        _position = _length;
        _inflater.SetInput(_fed, Lookback, _fedLength);
    }

    private bool Fill()
    {
        _position = 0;
        _length = _source.Read(_chunk);
        return _length > 0;
    }

    private int NextByte()
    {
        if (_position == _length && !Fill())
        {
            return -1;
        }

        return _chunk[_position++];
    }

    private void ReadTrailer()
    {
        var unused = _inflater.RemainingInput;
        var at = Lookback + _fedLength - unused;
        int Next() => unused-- > 0 ? _fed[at++] : NextByte();

        Span<byte> trailer = stackalloc byte[TrailerLength];
        foreach (ref var part in trailer)
        {
            var next = Next();
            part =
                next < 0
                    ? throw Refuse(PackagingDiagnostics.ArchiveTruncated, "The gzip trailer is cut off.")
                    : (byte)next;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != (uint)_crc.Value)
        {
            throw Refuse(
                PackagingDiagnostics.GzipChecksumWrong,
                "The contents do not have the CRC-32 of the gzip trailer."
            );
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != (uint)Count)
        {
            throw Refuse(
                PackagingDiagnostics.GzipLengthWrong,
                "The contents do not have the length of the gzip trailer."
            );
        }

        var after = Next();
        if (after >= 0)
        {
            throw after == GzipHeader.Magic1 && Next() == GzipHeader.Magic2
                ? Refuse(PackagingDiagnostics.SeveralGzipMembers, "A second gzip member follows the first.")
                : Refuse(PackagingDiagnostics.DataAfterGzip, "Bytes follow the end of the gzip member.");
        }
    }

    private void CheckSize()
    {
        if (Count > _limits.MaxExtractedBytes)
        {
            throw new PackageRefusedException(
                PackagingDiagnostics.ExtractedTooLarge.Error(
                    $"The contents have more than {_limits.MaxExtractedBytes} bytes.",
                    "Leave out what the plugin does not need."
                )
            );
        }

        CheckRatio(_source.Ceiling);
    }

    private void CheckRatio(long archiveBytes)
    {
        if (Count > ArchiveLimits.RatioFloor && Count / _limits.MaxRatio >= archiveBytes)
        {
            throw new PackageRefusedException(
                PackagingDiagnostics.RatioTooHigh.Error(
                    $"{archiveBytes} bytes become {Count} or more, at most {_limits.MaxRatio} times as many are allowed.",
                    "Leave out files that are mostly padding."
                )
            );
        }
    }
}
