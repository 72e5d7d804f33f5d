using System.Collections.Immutable;
using Speckit.Packaging.Files;

namespace Speckit.Host.Telemetry;

/// <summary>What was recorded and is to be sent: a line for each run, nothing older than it has to be, never more than a few hundred
/// kilobytes. Whoever calls holds the folder's lock.</summary>
/// <param name="folder">Where it is.</param>
internal sealed class UsageSpool(SpoolFolder folder)
{
    /// <summary>The most bytes that wait: as no line is shorter than a hundred, less than 5,000 lines.</summary>
    internal const int MaxBytes = 512 * 1024;

    /// <summary>Appends a line. Where a writer died within a line, that line is closed first. When there would be too much, the older half goes.</summary>
    /// <returns>The bytes that wait now.</returns>
    internal long Append(ReadOnlySpan<byte> line)
    {
        using (var file = SpoolFolder.Open(folder.Spool, FileShare.Read))
        {
            if (file.Length + line.Length + 2 <= MaxBytes)
            {
                Append(file, line);
                return file.Length;
            }
        }

        return DropOlderHalf(line);
    }

    /// <summary>The lines that wait, taken for sending or not.</summary>
    internal int Count() =>
        new[] { folder.Spool, folder.Batch, folder.InFlight }.Where(File.Exists).Sum(path => Read(path).Length);

    /// <summary>The events of a file. Damaged lines are left out.</summary>
    internal static ImmutableArray<UsageEvent> Read(string path) =>
        PlainFile.ReadAll(path, MaxBytes).TryGet(out var bytes) ? Parse(bytes) : [];

    /// <summary>The events of a spool's bytes, whatever they are.</summary>
    internal static ImmutableArray<UsageEvent> Parse(ReadOnlyMemory<byte> bytes)
    {
        var events = ImmutableArray.CreateBuilder<UsageEvent>();
        for (var rest = bytes; !rest.IsEmpty; )
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (UsageLine.TryRead(line) is { } usage)
            {
                events.Add(usage);
            }
        }

        return events.ToImmutable();
    }

    private static void Append(FileStream file, ReadOnlySpan<byte> line)
    {
        var torn = EndsWithinLine(file);
        var start = torn ? 1 : 0;
        var bytes = new byte[start + line.Length + 1];
        bytes[0] = (byte)'\n';
        line.CopyTo(bytes.AsSpan(start));
        bytes[^1] = (byte)'\n';
        file.Seek(0, SeekOrigin.End);
        file.Write(bytes);
    }

    private static bool EndsWithinLine(FileStream file)
    {
        if (file.Length == 0)
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private long DropOlderHalf(ReadOnlySpan<byte> line)
    {
        // Somebody else may have made it larger than it can get here: then all of it goes.
        var old = PlainFile.ReadAll(folder.Spool, MaxBytes).TryGet(out var bytes) ? bytes.AsSpan() : [];
        var newer = old[(old.Length / 2)..];
        var start = newer.IndexOf((byte)'\n') + 1;
        var kept = start == 0 ? [] : newer[start..];
        var closed = kept.IsEmpty || kept[^1] == (byte)'\n';
        AtomicFile.Write(
            folder.Spool,
            [.. kept, .. closed ? ReadOnlySpan<byte>.Empty : "\n"u8, .. line, (byte)'\n'],
            AtomicFile.Private
        );
        return new FileInfo(folder.Spool).Length;
    }
}
