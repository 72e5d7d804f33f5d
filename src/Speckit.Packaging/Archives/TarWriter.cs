using System.Globalization;
using System.Text;

namespace Speckit.Packaging.Archives;

/// <summary>Writes ustar, with a pax header only for a path that does not fit.</summary>
/// <param name="target">Where to.</param>
/// <param name="modified">The time of every entry, in seconds since 1970.</param>
internal sealed class TarWriter(GzipWriter target, long modified)
{
    private const int NameLength = 100;
    private const int PrefixLength = 155;

    private static readonly byte[] Zeros = new byte[2 * TarHeader.BlockSize];

    private int _padding;

    /// <summary>Begins a file of a known size.</summary>
    internal void Begin(string path, bool executable, long size)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var cut = Cut(bytes);
        if (cut < 0)
        {
            var record = PaxRecord(bytes);
            WriteHeader("PaxHeader"u8, [], 'x', executable: false, record.Length);
            Write(record);
            End(record.Length);
            WriteHeader("LongPath"u8, [], '0', executable, size);
        }
        else if (cut == 0)
        {
            WriteHeader(bytes, [], '0', executable, size);
        }
        else
        {
            WriteHeader(bytes.AsSpan(cut + 1), bytes.AsSpan(0, cut), '0', executable, size);
        }
    }

    internal void Write(ReadOnlySpan<byte> content) => target.Write(content);

    /// <summary>Ends a file of the size that was announced.</summary>
    internal void End(long size)
    {
        _padding = (int)((TarHeader.BlockSize - (size % TarHeader.BlockSize)) % TarHeader.BlockSize);
        target.Write(Zeros.AsSpan(0, _padding));
    }

    /// <summary>Ends the archive.</summary>
    internal void Complete() => target.Write(Zeros);

    // Where to cut a path into prefix and name: 0 for no cut, -1 when it does not fit.
    private static int Cut(byte[] path)
    {
        if (path.Length <= NameLength)
        {
            return 0;
        }

        for (var i = Math.Min(PrefixLength, path.Length - 2); i > 0; i--)
        {
            if (path[i] == '/' && path.Length - i - 1 <= NameLength)
            {
                return i;
            }
        }

        return -1;
    }

    // The length at the record's start counts its own digits.
    private static byte[] PaxRecord(byte[] path)
    {
        var rest = " path="u8.Length + path.Length + 1;
        var length = rest + 1;
        while (length != rest + length.ToString(CultureInfo.InvariantCulture).Length)
        {
            length++;
        }

        var start = Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture));
        return [.. start, .. " path="u8, .. path, (byte)'\n'];
    }

    private static void Octal(Span<byte> field, long value)
    {
        for (var i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }

    private void WriteHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix, char type, bool executable, long size)
    {
        Span<byte> block = stackalloc byte[TarHeader.BlockSize];
        block.Clear();
        name.CopyTo(block);
        Octal(block.Slice(100, 8), executable ? 0x1ED : 0x1A4);
        Octal(block.Slice(108, 8), 0);
        Octal(block.Slice(116, 8), 0);
        Octal(block.Slice(124, 12), size);
        Octal(block.Slice(136, 12), modified);
        block.Slice(148, 8).Fill((byte)' ');
        block[156] = (byte)type;
        "ustar\000"u8.CopyTo(block[257..]);
        Octal(block.Slice(329, 8), 0);
        Octal(block.Slice(337, 8), 0);
        prefix.CopyTo(block[345..]);
        var sum = 0;
        foreach (var part in block)
        {
            sum += part;
        }

        Octal(block.Slice(148, 7), sum);
        target.Write(block);
    }
}
