using System.Buffers.Binary;
using System.Text;
using Speckit.Packaging.Files;

namespace Speckit.Packaging.Digests;

/// <summary>What the file system says of a folder's files without reading them: path, mode, size, inode and times. The same stamp means the
/// same files: whoever writes to one changes its time of change, which no call sets.</summary>
public static class TreeStamp
{
    /// <summary>A change within the clock's resolution of the last one would leave the same time.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(100);

    /// <summary>The stamp of a folder without its root <c>config.yaml</c>.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="now">The time.</param>
    /// <returns>The stamp; null where the system does not tell enough, the folder was changed just now, or something in it is no plain
    /// file.</returns>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    public static byte[]? Take(string directory, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!FileStatus.IsSupported)
        {
            return null;
        }

        var newest = (now - Settled - DateTimeOffset.UnixEpoch).Ticks * 100;
        var lines = new List<byte[]>();
        foreach (var found in DirectoryWalk.Below(directory, static _ => true, CancellationToken.None))
        {
            if (found.Kind == FoundKind.Directory || found.Path == TreeDigest.Configuration)
            {
                continue;
            }

            if (FileStatus.Of(found.FullPath) is not { IsPlainFile: true } status || status.ChangedNanoseconds > newest)
            {
                return null;
            }

            lines.Add(Line(found.Path, status));
        }

        lines.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return [.. lines.SelectMany(line => line)];
    }

    private static byte[] Line(string path, FileStatus status)
    {
        var text = Encoding.UTF8.GetBytes(path);
        var line = new byte[text.Length + 1 + (5 * sizeof(long))];
        text.CopyTo(line, 0);
        var numbers = line.AsSpan(text.Length + 1);
        BinaryPrimitives.WriteInt64LittleEndian(numbers, status.Mode);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], status.Size);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], status.Inode);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[24..], status.ChangedNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[32..], status.ModifiedNanoseconds);
        return line;
    }
}
