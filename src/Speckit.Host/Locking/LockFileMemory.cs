using System.Buffers;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;

namespace Speckit.Host.Locking;

/// <summary>The lock file as this process last read or wrote it. A command reads it several times, since others may change it at any time;
/// while nobody does, that costs a comparison of its bytes.</summary>
/// <param name="path">The lock file.</param>
internal sealed class LockFileMemory(string path)
{
    private const int ChunkSize = 64 * 1024;
    private Known? _known;

    /// <summary>What is in the file now; an absent one is empty.</summary>
    internal Result<LockFile> Read()
    {
        if (_known is { } known && IsInFile(known.Bytes))
        {
            return known.File;
        }

        var read = LockFileReader.Read(path, out var bytes);
        if (bytes is not null && read.TryGet(out var file))
        {
            _known = new Known(bytes, file);
        }

        return read;
    }

    /// <summary>Replaces the file; durable when this returns.</summary>
    /// <returns>What the file's time of change and length are now.</returns>
    internal LockFileStamp Write(LockFile file)
    {
        var bytes = LockFileWriter.Serialize(file);
        var time = AtomicFile.WriteTimed(path, bytes);
        _known = new Known(bytes, file);
        return new LockFileStamp(time.Ticks, bytes.Length);
    }

    private bool IsInFile(byte[] bytes)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(file) != bytes.Length)
            {
                return false;
            }

            var done = 0;
            while (true)
            {
                var read = RandomAccess.Read(file, chunk, done);
                if (read == 0)
                {
                    return done == bytes.Length;
                }

                if (read > bytes.Length - done || !chunk.AsSpan(0, read).SequenceEqual(bytes.AsSpan(done, read)))
                {
                    return false;
                }

                done += read;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it anew says why not.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private sealed record Known(byte[] Bytes, LockFile File);
}
