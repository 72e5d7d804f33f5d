using System.Net;
using System.Security.Cryptography;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;
using Speckit.Registry.Client.Http;

namespace Speckit.Registry.Client.Downloads;

/// <summary>Downloads an archive that no registry knows of, from a URL, into the content-addressed cache. Its digest is known beforehand, so
/// it does not matter who serves it: redirects may lead anywhere that is encrypted.</summary>
/// <param name="http">Made by <see cref="RegistryClient.CreateHttpClient"/>.</param>
/// <param name="cache">Where it is kept.</param>
/// <param name="time">The clock.</param>
/// <param name="limits">Other limits than the usual ones.</param>
public sealed class RemoteArchive(
    HttpClient http,
    RegistryCache cache,
    TimeProvider time,
    RegistryClientLimits? limits = null
)
{
    private const int MaxRedirects = 5;
    private readonly RegistryClientLimits _limits = limits ?? RegistryClientLimits.Default;

    /// <summary>The path of the archive, downloaded where it is not there yet.</summary>
    /// <param name="url">Where it is: https, or http on this machine.</param>
    /// <param name="digest">Its digest.</param>
    /// <param name="progress">Is told how far it came; the total is 0 where the server does not say.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Result<string>> DownloadAsync(
        Uri url,
        Sha256Digest digest,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(digest);
        var target = cache.ArchivePath(digest);
        if (IsThere(target, digest))
        {
            return target;
        }

        try
        {
            using var late = new CancellationTokenSource(_limits.UploadTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            using var response = await SendAsync(url, either.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? await ReceiveAsync(response, url, digest, target, progress, either.Token)
                : Unreachable(url, $"it answers {(int)response.StatusCode} {response.ReasonPhrase}");
        }
        catch (RedirectRefusedException e)
        {
            return RegistryClientDiagnostics.RedirectRefused.Error(e.Message, "Name the URL that is meant.");
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return Unreachable(
                url,
                e is OperationCanceledException ? "no answer in time" : e.GetBaseException().Message.TrimEnd('.')
            );
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, CancellationToken cancellationToken)
    {
        var current = url;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, current);
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!IsRedirect(response))
            {
                return response;
            }

            current = Follow(url, current, response);
        }

        throw new RedirectRefusedException(
            $"{url.GetLeftPart(UriPartial.Path)} redirects more than {MaxRedirects} times."
        );
    }

    private static bool IsRedirect(HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;

    private static Uri Follow(Uri first, Uri current, HttpResponseMessage response)
    {
        using (response)
        {
            var next = response.Headers.Location is { } location ? new Uri(current, location) : null;
            return
                next is not null
                && (next.Scheme == Uri.UriSchemeHttps || (first.IsLoopback && RegistryEndpoint.IsSafe(next)))
                ? next
                : throw new RedirectRefusedException(
                    $"{first.GetLeftPart(UriPartial.Path)} redirects to {next?.GetLeftPart(UriPartial.Authority) ?? "nowhere"}, which is not https."
                );
        }
    }

    private async Task<Result<string>> ReceiveAsync(
        HttpResponseMessage response,
        Uri url,
        Sha256Digest digest,
        string target,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        var staged = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            var found = await StageAsync(response, staged, progress, cancellationToken);
            if (found is null)
            {
                return RegistryClientDiagnostics.AnswerTooLarge.Error(
                    $"{url.GetLeftPart(UriPartial.Path)} has more than {_limits.MaxArchiveBytes} bytes.",
                    "No package is that large."
                );
            }

            if (found != digest)
            {
                return RegistryClientDiagnostics.ArchiveChanged.Error(
                    $"The archive at {url.GetLeftPart(UriPartial.Path)} is another one: its digest is {found}, expected {digest}.",
                    "It was not kept. Do not install it before you know why."
                );
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

    private async Task<Sha256Digest?> StageAsync(
        HttpResponseMessage response,
        string staged,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(staged, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = response.Content.Headers.ContentLength ?? 0;
        long done = 0;
        var total = await new BoundedBody(_limits, time).CopyAsync(
            body,
            async piece =>
            {
                hash.AppendData(piece.Span);
                await file.WriteAsync(piece, cancellationToken);
                done += piece.Length;
                progress?.Report(new(done, length));
            },
            _limits.MaxArchiveBytes,
            cancellationToken
        );
        file.Flush(flushToDisk: true);
        return total > _limits.MaxArchiveBytes ? null : Sha256Digest.FromHash(hash.GetHashAndReset());
    }

    private static Diagnostic Unreachable(Uri url, string reason) =>
        RegistryClientDiagnostics.Unreachable.Error(
            $"{url.GetLeftPart(UriPartial.Path)} cannot be downloaded: {reason}.",
            "Check the network and the URL."
        );

    private static bool IsThere(string path, Sha256Digest digest)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Sha256Digest.Of(file) == digest;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private sealed class RedirectRefusedException(string message) : Exception(message);
}
