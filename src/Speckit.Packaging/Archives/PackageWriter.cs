using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;

namespace Speckit.Packaging.Archives;

/// <summary>Writes packages: the same files give the same bytes on any machine (formats, "Package").</summary>
public static class PackageWriter
{
    private const int BufferSize = 64 << 10;

    /// <summary>Packs a folder. The archive appears whole, or not at all, and is one that <see cref="PackageReader"/> takes.</summary>
    /// <param name="directory">The plugin's folder, with plugin.yaml in it.</param>
    /// <param name="targetArchivePath">The archive; it is replaced if it is there. Its folder must exist.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops it, without an archive.</param>
    /// <returns>What was written, with a warning for each secret that was left out, or what is wrong with the files.</returns>
    /// <exception cref="IOException">A file cannot be read, or the archive not written.</exception>
    public static Result<WrittenPackage> Write(
        string directory,
        string targetArchivePath,
        PackageWriteOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(targetArchivePath);
        options ??= new PackageWriteOptions();
        var collected = SourceTree.Collect(directory, options.Limits, cancellationToken);
        if (!collected.TryGet(out var source))
        {
            return collected.Propagate<WrittenPackage>();
        }

        var stage = AtomicFile.Stage(targetArchivePath, AtomicFile.Readable);
        try
        {
            using (stage)
            {
                var written = WriteChecked(source, stage, options, cancellationToken);
                if (!written.TryGet(out var contents))
                {
                    return written.Propagate<WrittenPackage>();
                }

                stage.Flush(flushToDisk: true);
                stage.Close();
                AtomicFile.Commit(stage.Name, targetArchivePath, overwrite: true);
                return Result<WrittenPackage>.Success(Describe(targetArchivePath, contents), source.Warnings);
            }
        }
        finally
        {
            // Gone already when it became the archive.
            File.Delete(stage.Name);
        }
    }

    private static WrittenPackage Describe(string path, PackageContents contents) =>
        new(
            path,
            contents.ArchiveSize,
            contents.ArchiveDigest,
            contents.TreeDigest,
            contents.Entries,
            contents.ManifestYaml
        );

    private static Result<PackageContents> WriteChecked(
        SourceTree source,
        FileStream stage,
        PackageWriteOptions options,
        CancellationToken cancellationToken
    )
    {
        var gzip = new GzipWriter(stage);
        var tar = new TarWriter(gzip, options.SourceDateEpoch);
        foreach (var file in source.Files)
        {
            var problem = Append(tar, file, options, cancellationToken);
            if (problem is not null)
            {
                return problem;
            }
        }

        tar.Complete();
        gzip.Complete();
        stage.Position = 0;

        // Whoever installs it uses this reader: what it refuses is not worth publishing.
        return PackageReader.Inspect(stage, options.Limits, cancellationToken: cancellationToken);
    }

    private static Diagnostic? Append(
        TarWriter tar,
        Found found,
        PackageWriteOptions options,
        CancellationToken cancellationToken
    )
    {
        var opened = PlainFile.OpenRead(found.FullPath);
        if (!opened.TryGet(out var file))
        {
            return opened.Diagnostics[0];
        }

        using (file)
        {
            var size = file.Length;
            if (size > options.Limits.MaxMemberBytes)
            {
                return PackagingDiagnostics.MemberTooLarge.Error(
                    $"'{found.Path}' has {size} bytes, at most {options.Limits.MaxMemberBytes} are allowed.",
                    "Add it to .specifyignore, or make it smaller."
                );
            }

            tar.Begin(found.Path, PlainFile.IsExecutable(file) || options.Executables.Contains(found.Path), size);
            var problem = Copy(tar, found, file, size, cancellationToken);
            tar.End(size);
            return problem;
        }
    }

    private static Diagnostic? Copy(
        TarWriter tar,
        Found found,
        FileStream file,
        long size,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[BufferSize];
        for (var left = size; left > 0; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            if (left == size && IsPrivateKey(buffer.AsSpan(0, read)))
            {
                return PackagingDiagnostics.PrivateKeyRefused.Error(
                    $"'{found.Path}' is a private key.",
                    "Add it to .specifyignore. If it was ever published, it is no longer private."
                );
            }

            if (read == 0)
            {
                return Changed(found);
            }

            tar.Write(buffer.AsSpan(0, read));
            left -= read;
        }

        return file.ReadByte() < 0 ? null : Changed(found);
    }

    private static Diagnostic Changed(Found found) =>
        PackagingDiagnostics.SourceChanged.Error(
            $"'{found.Path}' changed while it was packed.",
            "Pack again when nothing writes to it."
        );

    private static bool IsPrivateKey(ReadOnlySpan<byte> start)
    {
        var text = Encoding.ASCII.GetString(start[..Math.Min(start.Length, 256)]).TrimStart();
        var line = text.AsSpan(0, Math.Max(text.AsSpan().IndexOfAny('\r', '\n'), 0));
        return line.StartsWith("-----BEGIN ", StringComparison.Ordinal)
            && line.EndsWith("PRIVATE KEY-----", StringComparison.Ordinal);
    }
}
