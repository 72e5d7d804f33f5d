using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;

namespace Speckit.Packaging.Archives;

/// <summary>Reads packages from people one does not know (formats, "Package"). Memory is bounded whatever the archive says.</summary>
public static class PackageReader
{
    /// <summary>Checks an archive and tells what is in it, without writing anything.</summary>
    /// <param name="archivePath">The archive; a link is followed.</param>
    /// <param name="limits">Limits lower than the format's.</param>
    /// <param name="expectedArchiveDigest">What the archive's digest must be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The contents, or the first refusal: one of SPK2001 to SPK2072.</returns>
    /// <exception cref="IOException">The archive is there and cannot be read.</exception>
    public static Result<PackageContents> Inspect(
        string archivePath,
        ArchiveLimits? limits = null,
        Sha256Digest? expectedArchiveDigest = null,
        CancellationToken cancellationToken = default
    ) => WithFile(archivePath, file => Inspect(file, limits, expectedArchiveDigest, cancellationToken));

    /// <param name="archive">The archive, from its position to its end. It is not disposed of.</param>
    /// <inheritdoc cref="Inspect(string, ArchiveLimits?, Sha256Digest?, CancellationToken)"/>
    public static Result<PackageContents> Inspect(
        Stream archive,
        ArchiveLimits? limits = null,
        Sha256Digest? expectedArchiveDigest = null,
        CancellationToken cancellationToken = default
    ) => Run(archive, new NoSink(), limits, expectedArchiveDigest, cancellationToken);

    /// <summary>Extracts an archive. The bytes that are hashed are the bytes that are extracted: the file is opened and read once.</summary>
    /// <param name="archivePath">The archive; a link is followed.</param>
    /// <param name="emptyTargetDirectory">An empty folder that only this user can write to. After a failure it holds what was extracted until
    /// then, which the caller removes.</param>
    /// <param name="limits">Limits lower than the format's.</param>
    /// <param name="expectedArchiveDigest">What the archive's digest must be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The contents, all on the disk, or the first refusal: one of SPK2001 to SPK2072.</returns>
    /// <exception cref="IOException">The archive cannot be read, or the folder not written.</exception>
    public static Result<PackageContents> Extract(
        string archivePath,
        string emptyTargetDirectory,
        ArchiveLimits? limits = null,
        Sha256Digest? expectedArchiveDigest = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(emptyTargetDirectory);
        var target = new DirectoryInfo(Path.GetFullPath(emptyTargetDirectory));
        if (!target.Exists || target.LinkTarget is not null || target.EnumerateFileSystemInfos().Any())
        {
            return PackagingDiagnostics.TargetNotEmpty.Error(
                $"'{emptyTargetDirectory}' is missing, a link or not empty.",
                "Extract to a new folder."
            );
        }

        var sink = new DirectorySink(target.FullName);
        return WithFile(archivePath, file => Run(file, sink, limits, expectedArchiveDigest, cancellationToken));
    }

    private static Result<PackageContents> WithFile(string path, Func<Stream, Result<PackageContents>> read)
    {
        var opened = PlainFile.OpenRead(path, followLinks: true);
        if (!opened.TryGet(out var file))
        {
            return opened.Propagate<PackageContents>();
        }

        using (file)
        {
            return read(file);
        }
    }

    private static Result<PackageContents> Run(
        Stream archive,
        IFileSink sink,
        ArchiveLimits? limits,
        Sha256Digest? expected,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(archive);
        limits ??= ArchiveLimits.Default;
        try
        {
            using var source = new SourceBytes(archive, limits.MaxArchiveBytes, cancellationToken);
            using var scan = new PackageScan(limits, sink);
            var contents = scan.Run(source);
            return expected is null || expected == contents.ArchiveDigest
                ? contents
                : PackagingDiagnostics.ArchiveDigestMismatch.Error(
                    $"The archive has the digest {contents.ArchiveDigest}, expected {expected}.",
                    "Download it again. If it stays so, the registry or somebody on the way has replaced it: do not install it."
                );
        }
        catch (PackageRefusedException refusal)
        {
            return refusal.Diagnostic;
        }
    }
}
