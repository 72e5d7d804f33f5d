using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Paths;

namespace Speckit.Packaging.Archives;

/// <summary>A file or folder of an archive.</summary>
/// <param name="Path">Its path, without a folder's trailing slash; not checked yet.</param>
/// <param name="IsFile">Whether it is a file, otherwise a folder.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="Size">The bytes of its content.</param>
internal sealed record TarMember(string Path, bool IsFile, int Mode, long Size);

/// <summary>Reads a tar archive: ustar, pax and GNU long names.</summary>
/// <remarks>Not <c>System.Formats.Tar</c>: it allocates what a header asks for, follows the last of contradicting headers, does not look at
/// what follows the end, and takes formats apart by guessing. Here every header is bounded before it is read and every doubt is a refusal.</remarks>
internal sealed class TarReader(GzipReader source, ArchiveLimits limits)
{
    private readonly byte[] _block = new byte[TarHeader.BlockSize];

    private long _headers;
    private long _remaining;
    private int _padding;

    /// <summary>The next file or folder, or null at the end, which was then found to be right.</summary>
    internal TarMember? Next()
    {
        Skip(_remaining);
        PaxHeader? pax = null;
        byte[]? longName = null;
        while (ReadHeader() is { } header)
        {
            var pending = pax is not null || longName is not null;
            switch (header.Kind)
            {
                case TarKind.Pax when !pending:
                    pax = PaxHeader.Parse(ReadMeta(header.Size));
                    break;
                case TarKind.GlobalPax when !pending:
                    PaxHeader.CheckGlobal(ReadMeta(header.Size));
                    break;
                case TarKind.LongName when !pending:
                    longName = LongName(ReadMeta(header.Size));
                    break;
                case TarKind.LongName:
                    throw Refuse(PackagingDiagnostics.LongNameInvalid, "A long name follows another extended header.");
                case TarKind.Pax or TarKind.GlobalPax:
                    throw Refuse(PackagingDiagnostics.PaxInvalid, "A pax header follows another extended header.");
                default:
                    return Member(header, pax, longName);
            }
        }

        return pax is null && longName is null
            ? null
            : throw Refuse(PackagingDiagnostics.PaxInvalid, "An extended header has no entry after it.");
    }

    /// <summary>Reads content of the current file; nothing at its end.</summary>
    internal int Read(byte[] buffer)
    {
        var want = (int)Math.Min(buffer.Length, _remaining);
        if (want == 0)
        {
            return 0;
        }

        var read = source.Read(buffer, 0, want);
        _remaining -= read;
        return read > 0 ? read : throw Truncated();
    }

    private static PackageRefusedException Refuse(DiagnosticDescriptor descriptor, string message) =>
        new(descriptor.Error(message, "Pack the plugin with 'specify plugin build'."));

    private static PackageRefusedException Truncated() =>
        Refuse(PackagingDiagnostics.ArchiveTruncated, "The tar archive ends before its end marker.");

    private TarMember Member(TarHeader header, PaxHeader? pax, byte[]? longName)
    {
        var decoded = EntryPath.Decode(pax?.Path ?? longName ?? header.Name);
        if (!decoded.TryGet(out var path))
        {
            throw new PackageRefusedException(decoded.Diagnostics[0]);
        }

        var size = pax?.Size ?? header.Size;
        var isFile = header.Kind == TarKind.File;
        if (!isFile && size != 0)
        {
            throw Refuse(PackagingDiagnostics.DirectoryWithContent, $"The folder '{path}' has content.");
        }

        Begin(size);
        return new TarMember(!isFile && path.EndsWith('/') ? path[..^1] : path, isFile, header.Mode, size);
    }

    private TarHeader? ReadHeader()
    {
        Fill();
        if (!_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            ReadEnd();
            return null;
        }

        // An entry may have an extended header before it.
        if (++_headers > 2L * limits.MaxEntries)
        {
            throw Refuse(
                PackagingDiagnostics.TooManyEntries,
                $"The archive has more than {limits.MaxEntries} entries."
            );
        }

        return TarHeader.Parse(_block);
    }

    private void ReadEnd()
    {
        Fill();
        var read = _block.Length;
        do
        {
            if (_block.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                throw Refuse(PackagingDiagnostics.DataAfterTar, "Data follows the end marker of the tar archive.");
            }

            read = source.Read(_block, 0, _block.Length);
        } while (read > 0);
    }

    private static byte[] LongName(byte[] data) =>
        data.Length > 1 && data[^1] == 0
            ? data[..^1]
            : throw Refuse(PackagingDiagnostics.LongNameInvalid, "A long name is empty or does not end with NUL.");

    private byte[] ReadMeta(long size)
    {
        if (size > limits.MaxPaxBytes)
        {
            throw Refuse(
                PackagingDiagnostics.PaxTooLarge,
                $"An extended header has {size} bytes, at most {limits.MaxPaxBytes} are allowed."
            );
        }

        Begin(size);
        var data = new byte[size];
        for (var filled = 0; filled < data.Length; )
        {
            var read = source.Read(data, filled, data.Length - filled);
            filled += read > 0 ? read : throw Truncated();
        }

        _remaining = 0;
        Skip(0);
        return data;
    }

    private void Begin(long size)
    {
        _remaining = size;
        _padding = (int)((TarHeader.BlockSize - (size % TarHeader.BlockSize)) % TarHeader.BlockSize);
    }

    // Passes the rest of the content and what fills its last block.
    private void Skip(long content)
    {
        for (var left = content + _padding; left > 0; )
        {
            var read = source.Read(_block, 0, (int)Math.Min(left, _block.Length));
            left -= read > 0 ? read : throw Truncated();
        }

        _remaining = 0;
        _padding = 0;
    }

    private void Fill()
    {
        for (var filled = 0; filled < _block.Length; )
        {
            var read = source.Read(_block, filled, _block.Length - filled);
            filled += read > 0 ? read : throw Truncated();
        }
    }
}
