using System.Net;
using System.Security.Cryptography;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;
using Speckit.Registry.Client.Http;

namespace Speckit.Registry.Client.Downloads;

/// <summary>Downloads archives into the content-addressed cache. What is there under a digest has that digest.</summary>
internal sealed class ArchiveDownload(
    RegistryHttp http,
    Answer answers,
    RegistryEndpoint endpoint,
    RegistryCache cache,
    RegistryClientLimits limits,
    TimeProvider time
)
{
    private readonly BoundedBody _bodies = new(limits, time);

    /// <summary>The path of the archive, downloaded where it is not there yet.</summary>
    public async Task<Result<string>> GetAsync(
        IndexEntry entry,
        Func<Task<Result<Uri>>> locate,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        if (!Sha256Digest.TryParse(entry.Archive, out var digest) || entry.Size <= 0)
        {
            return answers.Invalid($"'{entry.Archive}' is no digest, or {entry.Size} no size");
        }

        if (entry.Size > limits.MaxArchiveBytes)
        {
            return RegistryClientDiagnostics.AnswerTooLarge.Error(
                $"{entry.Name}@{entry.Version} has {entry.Size} bytes, more than {limits.MaxArchiveBytes}.",
                "No package is that large: tell the registry's operator."
            );
        }

        var target = cache.ArchivePath(digest);
        if (IsThere(target, digest, entry.Size))
        {
            progress?.Report(new(entry.Size, entry.Size));
            return target;
        }

        var located = await locate();
        return located.TryGet(out var url)
            ? await http.GetAsync(
                url,
                ifNoneMatch: null,
                response => ReceiveAsync(response, entry, digest, target, progress, cancellationToken),
                cancellationToken
            )
            : located.Propagate<string>();
    }

    private async Task<Result<string>> ReceiveAsync(
        HttpResponseMessage response,
        IndexEntry entry,
        Sha256Digest digest,
        string target,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Result<string>.Failure(await answers.ProblemAsync(response, cancellationToken));
        }

        if (response.Content.Headers.ContentLength is { } length && length != entry.Size)
        {
            return Another(entry, $"it has {length} bytes, the index says {entry.Size}");
        }

        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        var staged = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            var problem = await StageAsync(response, entry, digest, staged, progress, cancellationToken);
            if (problem is not null)
            {
                return problem;
            }

            File.Move(staged, target, overwrite: true);
            Durable.FlushDirectory(folder);
            return target;
        }
        finally
        {
            File.Delete(staged);
        }
    }

    private async Task<Diagnostic?> StageAsync(
        HttpResponseMessage response,
        IndexEntry entry,
        Sha256Digest digest,
        string staged,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(staged, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        long done = 0;
        var total = await _bodies.CopyAsync(
            body,
            async piece =>
            {
                hash.AppendData(piece.Span);
                await file.WriteAsync(piece, cancellationToken);
                done += piece.Length;
                progress?.Report(new(done, entry.Size));
            },
            entry.Size,
            cancellationToken
        );
        if (total != entry.Size)
        {
            return Another(
                entry,
                total > entry.Size
                    ? $"it has more than {entry.Size} bytes"
                    : $"it has {total} bytes, the index says {entry.Size}"
            );
        }

        var found = Sha256Digest.FromHash(hash.GetHashAndReset());
        if (found != digest)
        {
            return Another(entry, $"its digest is {found}, the index says {digest}");
        }

        file.Flush(flushToDisk: true);
        return null;
    }

    private Diagnostic Another(IndexEntry entry, string how) =>
        RegistryClientDiagnostics.ArchiveChanged.Error(
            $"The archive of {entry.Name}@{entry.Version} from the registry '{endpoint.Name}' is another one: {how}.",
            "It was not kept. Try again; if it stays so, tell the registry's operator and do not install it."
        );

    // A file that was damaged since it was kept is downloaded again.
    private static bool IsThere(string path, Sha256Digest digest, long size)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return file.Length == size && Sha256Digest.Of(file) == digest;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
