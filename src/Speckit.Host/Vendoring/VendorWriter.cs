using System.Collections.Immutable;
using System.Security.Cryptography;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;

namespace Speckit.Host.Vendoring;

/// <summary>Replaces a vendored folder as a whole: built beside it, flushed, renamed. A crash leaves the old or the new one, at most under
/// the name that the next run looks for.</summary>
internal static class VendorWriter
{
    /// <summary>Sweeps what a run that was stopped left behind.</summary>
    internal static void Recover(string directory)
    {
        if (!Directory.Exists(directory) && Directory.Exists(Old(directory)))
        {
            Directory.Move(Old(directory), directory);
        }

        Delete(Old(directory));
        Delete(New(directory));
    }

    /// <summary>Writes the files and nothing else.</summary>
    /// <exception cref="IOException">They cannot be written, or an archive is another one by now; the old folder is as it was.</exception>
    internal static void Write(
        string directory,
        ImmutableSortedDictionary<string, VendorFile> files,
        CancellationToken cancellationToken
    )
    {
        var staged = New(directory);
        Directory.CreateDirectory(Path.GetDirectoryName(directory)!);
        try
        {
            foreach (var (path, file) in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteFile(Path.Combine(staged, path), file);
            }

            FlushFolders(staged);
            cancellationToken.ThrowIfCancellationRequested();
            Swap(directory, staged);
        }
        finally
        {
            Delete(staged);
        }
    }

    private static void WriteFile(string path, VendorFile file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (file.Bytes is { } bytes)
        {
            target.Write(bytes);
        }
        else
        {
            Copy(file, target);
        }

        target.Flush(flushToDisk: true);
    }

    private static void Copy(VendorFile file, FileStream target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var source = new FileStream(file.ArchivePath!, FileMode.Open, FileAccess.Read, FileShare.Read);
        var buffer = new byte[1 << 16];
        while (source.Read(buffer) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            target.Write(buffer, 0, read);
        }

        if (Sha256Digest.FromHash(hash.GetHashAndReset()) != file.Digest)
        {
            throw new IOException($"'{file.ArchivePath}' was changed while it was copied.");
        }
    }

    private static void FlushFolders(string staged)
    {
        foreach (var folder in Directory.EnumerateDirectories(staged, "*", SearchOption.AllDirectories).Append(staged))
        {
            Durable.FlushDirectory(folder);
        }
    }

    private static void Swap(string directory, string staged)
    {
        var hadOld = Directory.Exists(directory);
        if (hadOld)
        {
            Directory.Move(directory, Old(directory));
        }

        try
        {
            Directory.Move(staged, directory);
        }
        catch when (hadOld)
        {
            Directory.Move(Old(directory), directory);
            throw;
        }

        Durable.FlushDirectory(Path.GetDirectoryName(directory)!);
        Delete(Old(directory));
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string New(string directory) => Beside(directory, "new");

    private static string Old(string directory) => Beside(directory, "old");

    private static string Beside(string directory, string what) =>
        Path.Combine(Path.GetDirectoryName(directory)!, $".{Path.GetFileName(directory)}.vendor-{what}");
}
