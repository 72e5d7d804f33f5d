using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;

namespace Speckit.Registry.Storage.Blobs;

/// <summary>Archives and signatures by the digest of their bytes: <c>blobs/sha256/aa/aa…</c>. A blob never changes.</summary>
internal sealed class BlobStore(DataDirectory data)
{
    private string Root => Path.Combine(data.Blobs, "sha256");

    /// <summary>Where a blob is, whether or not it is there.</summary>
    public string PathOf(Sha256Digest digest) => Path.Combine(Root, digest.Hex[..2], digest.Hex);

    /// <summary>A new file for an upload, on the same file system as the blobs.</summary>
    public FileStream CreateIncoming() =>
        new(
            Path.Combine(data.Incoming, Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            // The file is renamed while it is open.
            FileShare.Read | FileShare.Delete,
            bufferSize: 1 << 16,
            FileOptions.Asynchronous
        );

    /// <summary>Moves an uploaded file in under its digest. The bytes are on the disk before the name is.</summary>
    /// <param name="incoming">The file, whole; it is flushed here.</param>
    /// <param name="digest">The digest of its bytes, as computed by the caller from this very file.</param>
    public void Keep(FileStream incoming, Sha256Digest digest)
    {
        incoming.Flush(flushToDisk: true);
        var target = PathOf(digest);
        var folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            Durable.FlushDirectory(Root);
        }

        File.Move(incoming.Name, target, overwrite: true);
        Durable.FlushDirectory(folder);
    }

    /// <summary>Keeps bytes under their digest.</summary>
    public Sha256Digest Keep(ReadOnlySpan<byte> bytes)
    {
        var digest = Sha256Digest.Of(bytes);
        using var incoming = CreateIncoming();
        incoming.Write(bytes);
        Keep(incoming, digest);
        return digest;
    }

    /// <summary>Removes what an interrupted publication left: all uploads, and the blobs that no version names.
    /// Only while nothing is being published.</summary>
    /// <param name="referenced">The digests that versions name.</param>
    /// <returns>How many files were removed, and the digests that are named but not there.</returns>
    public SweepResult Sweep(IReadOnlySet<string> referenced)
    {
        var removed = 0;
        foreach (var file in Directory.EnumerateFiles(data.Incoming))
        {
            File.Delete(file);
            removed++;
        }

        var present = new HashSet<string>(StringComparer.Ordinal);
        var blobs = Directory.Exists(Root) ? Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories) : [];
        foreach (var file in blobs)
        {
            var digest = Sha256Digest.Prefix + Path.GetFileName(file);
            if (referenced.Contains(digest))
            {
                present.Add(digest);
            }
            else
            {
                File.Delete(file);
                removed++;
            }
        }

        return new(removed, [.. referenced.Where(digest => !present.Contains(digest)).Order(StringComparer.Ordinal)]);
    }
}

/// <summary>What a sweep found.</summary>
/// <param name="Removed">How many orphaned files were removed.</param>
/// <param name="Missing">Digests that versions name and that are not there: the folder was damaged.</param>
internal sealed record SweepResult(int Removed, IReadOnlyList<string> Missing);
