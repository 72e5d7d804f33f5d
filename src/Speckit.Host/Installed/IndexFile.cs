using System.Buffers.Binary;
using Speckit.Host.Locking;
using Speckit.Packaging.Files;

namespace Speckit.Host.Installed;

/// <summary>The file of the derived index: a head, a table of the plugins in the order of their names, then their contents. It is written
/// without waiting for the disk, and may be anything after a power failure; the checksum tells.</summary>
/// <param name="Stamp">Of the lock file that it was derived from.</param>
/// <param name="Entries">The plugins.</param>
internal sealed record IndexFile(LockFileStamp Stamp, IndexEntry[] Entries)
{
    private const uint Magic = 0x49_4B_50_53; // "SPKI"
    private const int FormatVersion = 6;
    private const int HeadSize = sizeof(uint) + sizeof(int) + sizeof(ulong);
    private const int StampSize = 2 * sizeof(long) + sizeof(int);
    private const int RowSize = sizeof(ushort) + sizeof(byte) + sizeof(int);

    /// <summary>Reads the file. Derived data: absent or damaged means null, and no more than deriving it again.</summary>
    internal static IndexFile? Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file, or leaves it: a read-only project works without its cache, only slower.</summary>
    internal void TryWrite(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);

            // Whoever else is writing it derives the same, and may fail to.
            AtomicFile.DeleteStaged(path);
            AtomicFile.WriteDerived(path, Serialize());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next command derives it again.
        }
    }

    private static IndexFile? Parse(byte[] bytes)
    {
        if (
            bytes.Length < HeadSize + StampSize
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)) != FormatVersion
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)) != Checksum(bytes.AsSpan(HeadSize))
        )
        {
            return null;
        }

        var body = bytes.AsSpan(HeadSize);
        var stamp = new LockFileStamp(
            BinaryPrimitives.ReadInt64LittleEndian(body),
            BinaryPrimitives.ReadInt64LittleEndian(body[sizeof(long)..])
        );
        var count = BinaryPrimitives.ReadInt32LittleEndian(body[(2 * sizeof(long))..]);
        var table = HeadSize + StampSize;
        if (count < 0 || (long)count * RowSize > bytes.Length - table)
        {
            return null;
        }

        var entries = new IndexEntry[count];
        var next = table + (count * RowSize);
        for (var i = 0; i < count; i++)
        {
            var row = bytes.AsSpan(table + (i * RowSize));
            var name = BinaryPrimitives.ReadUInt16LittleEndian(row);
            var content = BinaryPrimitives.ReadInt32LittleEndian(row[3..]);
            if (content < 0 || (long)name + content > bytes.Length - next)
            {
                return null;
            }

            entries[i] = new IndexEntry(
                bytes.AsMemory(next, name),
                (IndexFlags)row[2],
                bytes.AsMemory(next + name, content)
            );
            next += name + content;
        }

        return next == bytes.Length ? new IndexFile(stamp, entries) : null;
    }

    private byte[] Serialize()
    {
        var length = HeadSize + StampSize + Entries.Sum(e => RowSize + e.Name.Length + e.Content.Length);
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        var body = bytes.AsSpan(HeadSize);
        BinaryPrimitives.WriteInt64LittleEndian(body, Stamp.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(body[sizeof(long)..], Stamp.Length);
        BinaryPrimitives.WriteInt32LittleEndian(body[(2 * sizeof(long))..], Entries.Length);
        var row = body[StampSize..];
        var rest = row[(Entries.Length * RowSize)..];
        foreach (var entry in Entries)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(row, (ushort)entry.Name.Length);
            row[2] = (byte)entry.Flags;
            BinaryPrimitives.WriteInt32LittleEndian(row[3..], entry.Content.Length);
            row = row[RowSize..];
            entry.Name.Span.CopyTo(rest);
            entry.Content.Span.CopyTo(rest[entry.Name.Length..]);
            rest = rest[(entry.Name.Length + entry.Content.Length)..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), FormatVersion);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Checksum(bytes.AsSpan(HeadSize)));
        return bytes;
    }

    /// <summary>FNV-1a over words of 64 bits, in four lanes: finds damage. A cryptographic digest would load a library at every start and
    /// protect nothing, since whoever can write the index can write its digest.</summary>
    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        const ulong Prime = 1099511628211UL;
        var (a, b, c, d) = (14695981039346656037UL, 1UL, 2UL, 3UL);
        unchecked
        {
            var rest = bytes;
            for (; rest.Length >= 4 * sizeof(ulong); rest = rest[(4 * sizeof(ulong))..])
            {
                a = (a ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * Prime;
                b = (b ^ BinaryPrimitives.ReadUInt64LittleEndian(rest[8..])) * Prime;
                c = (c ^ BinaryPrimitives.ReadUInt64LittleEndian(rest[16..])) * Prime;
                d = (d ^ BinaryPrimitives.ReadUInt64LittleEndian(rest[24..])) * Prime;
            }

            foreach (var one in rest)
            {
                a = (a ^ one) * Prime;
            }

            foreach (var lane in (ReadOnlySpan<ulong>)[b, c, d, (ulong)bytes.Length])
            {
                a = (a ^ (lane ^ (lane >> 32))) * Prime;
            }
        }

        return a ^ (a >> 29);
    }
}
