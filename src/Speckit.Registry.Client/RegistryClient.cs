using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Downloads;
using Speckit.Registry.Client.Http;
using Speckit.Registry.Client.Index;
using Speckit.Registry.Client.Publishing;

namespace Speckit.Registry.Client;

/// <summary>Talks to one registry (formats, "Registry index" and "Registry API"). The registry is not trusted: every answer is bounded
/// and checked, and what it published once it cannot change unnoticed.</summary>
/// <remarks>Every failure is a diagnostic; one of <see cref="FailureKind.Unreachable"/> says that the registry could not be asked.
/// Only cancellation and failures of the local disk are exceptions.</remarks>
public sealed class RegistryClient
{
    private readonly RegistryEndpoint _endpoint;
    private readonly RegistryClientLimits _limits;
    private readonly RegistryHttp _http;
    private readonly Answer _answers;
    private readonly IndexReader _index;
    private readonly ArchiveDownload _downloads;
    private readonly SignatureCache _signatures;

    /// <summary>A client of one registry.</summary>
    /// <param name="http">Made by <see cref="CreateHttpClient"/>; may be shared by clients.</param>
    /// <param name="endpoint">The registry.</param>
    /// <param name="cache">What was learnt before.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">Other limits than the usual ones.</param>
    /// <exception cref="ArgumentException">The URL is neither https nor of this machine.</exception>
    /// <remarks>A folder needs the client of <see cref="CreateFolderHttpClient"/>.</remarks>
    public RegistryClient(
        HttpClient http,
        RegistryEndpoint endpoint,
        RegistryCache cache,
        TimeProvider time,
        RegistryClientLimits? limits = null
    )
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!RegistryEndpoint.IsUsable(endpoint.Url))
        {
            throw new ArgumentException("The URL of a registry is https, or of this machine.", nameof(endpoint));
        }

        _endpoint = endpoint;
        _limits = limits ?? RegistryClientLimits.Default;
        _http = new RegistryHttp(http, endpoint, _limits, time);
        _answers = new Answer(endpoint, _limits, time);
        _index = new IndexReader(_http, _answers, endpoint, cache, _limits, time);
        _downloads = new ArchiveDownload(_http, _answers, endpoint, cache, _limits, time);
        _signatures = new SignatureCache(cache, _limits);
    }

    /// <summary>The registry.</summary>
    public RegistryEndpoint Endpoint => _endpoint;

    /// <summary>An HTTP client as registries need it: no redirects of its own, no cookies, no decompression, bounded headers.</summary>
    public static HttpClient CreateHttpClient(string userAgent = "speckit")
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 32,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
        };
        // Every wait has a limit of its own.
        var client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        return client;
    }

    /// <summary>An HTTP client for which every registry is out of reach: what is in the cache has to do.</summary>
    public static HttpClient CreateOfflineHttpClient() => new(new OfflineHandler(), disposeHandler: true);

    /// <summary>An HTTP client that answers from a folder, which is a registry, and never from the network.</summary>
    /// <param name="endpoint">The registry.</param>
    /// <exception cref="ArgumentException">It is no folder.</exception>
    public static HttpClient CreateFolderHttpClient(RegistryEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.IsFolder
            ? new HttpClient(new FolderHandler(endpoint.Url.LocalPath), disposeHandler: true)
            : throw new ArgumentException("The registry is no folder.", nameof(endpoint));
    }

    /// <summary>What the index says about a plugin. Without the registry it is what it said last, with a warning and its age.
    /// What a folder says of trust counts as self-signed at most: nobody confirmed it to this machine.</summary>
    public async Task<Result<PluginIndex>> GetIndexAsync(PluginName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var read = await _index.ReadAsync(name, cancellationToken);
        return _endpoint.IsFolder && read.TryGet(out var index)
            ? Result<PluginIndex>.Success(
                index with
                {
                    Entries = [.. index.Entries.Select(WithoutWord)],
                },
                read.Diagnostics
            )
            : read;
    }

    private static IndexEntry WithoutWord(IndexEntry entry) =>
        entry.Trust > TrustLevel.SelfSigned ? entry with { Trust = TrustLevel.SelfSigned } : entry;

    /// <summary>What the cache says that the index said, and how old that is. The registry is not asked. Of a folder nothing is cached.</summary>
    public Result<PluginIndex> GetCachedIndex(PluginName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _index.ReadCached(name);
    }

    /// <summary>The path of a version's archive in the cache, with exactly the length and digest that the index names.</summary>
    public Task<Result<string>> DownloadAsync(
        IndexEntry entry,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _downloads.GetAsync(
            entry,
            () => LocateAsync(config => config.ArchiveUrl(entry, _endpoint.Url), cancellationToken),
            progress,
            cancellationToken
        );
    }

    /// <summary>The bytes of a version's signature envelope; without the registry those that came last. They prove nothing before they
    /// were verified.</summary>
    public async Task<Result<byte[]>> DownloadSignatureAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var asked = await AskForSignatureAsync(entry, cancellationToken);
        if (asked.TryGet(out var bytes))
        {
            _signatures.Keep(entry, bytes);
            return asked;
        }

        return asked.Diagnostics[0].Descriptor.Kind == FailureKind.Unreachable && _signatures.Find(entry) is { } kept
            ? kept
            : asked;
    }

    private async Task<Result<byte[]>> AskForSignatureAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        var located = await LocateAsync(config => config.SignatureUrl(entry, _endpoint.Url), cancellationToken);
        if (!located.TryGet(out var url))
        {
            return located.Propagate<byte[]>();
        }

        return await _http.GetAsync<byte[]>(
            url,
            ifNoneMatch: null,
            async response =>
                response.StatusCode switch
                {
                    HttpStatusCode.OK => await _answers.BytesAsync(
                        response,
                        _limits.MaxSignatureBytes,
                        cancellationToken
                    ),
                    HttpStatusCode.NotFound => RegistryClientDiagnostics.SignatureNotFound.Error(
                        $"The registry '{_endpoint.Name}' has no signature of {entry.Name}@{entry.Version}.",
                        "Choose another version, and tell the registry's operator."
                    ),
                    _ => Result<byte[]>.Failure(await _answers.ProblemAsync(response, cancellationToken)),
                },
            cancellationToken
        );
    }

    /// <summary>A publisher's key, whose identifier was computed from the key itself and is the one asked for.</summary>
    public async Task<Result<PublicKeyResponse>> GetKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        var read = await _http.GetAsync(
            _endpoint.At("keys/" + Uri.EscapeDataString(keyId)),
            ifNoneMatch: null,
            async response =>
                response.StatusCode == HttpStatusCode.NotFound
                    ? RegistryClientDiagnostics.KeyNotFound.Error(
                        $"The registry '{_endpoint.Name}' has no key {keyId}.",
                        "Choose another version, and tell the registry's operator."
                    )
                    : await _answers.JsonAsync(
                        response,
                        RegistryJsonContext.Default.PublicKeyResponse,
                        cancellationToken
                    ),
            cancellationToken
        );
        if (!read.TryGet(out var answer))
        {
            return read;
        }

        var parsed = VerificationKey.Parse(answer.Pem);
        return !parsed.TryGet(out var key) ? parsed.Propagate<PublicKeyResponse>()
            : key.KeyId == keyId && answer.KeyId == keyId ? answer
            : RegistryClientDiagnostics.KeyChanged.Error(
                $"The registry '{_endpoint.Name}' answers with the key {key.KeyId} when asked for {keyId}.",
                "Do not trust it; tell the registry's operator."
            );
    }

    /// <summary>Finds plugins (JP design §9.3).</summary>
    /// <param name="text">Words, or null for everything.</param>
    /// <param name="category">What must be provided, or null.</param>
    /// <param name="trust">The least trust, or null.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">Plugins a page.</param>
    public Task<Result<SearchResponse>> SearchAsync(
        string? text,
        string? category,
        TrustLevel? trust,
        int page,
        int size,
        CancellationToken cancellationToken
    )
    {
        if (_endpoint.IsFolder)
        {
            return Task.FromResult<Result<SearchResponse>>(NoApi());
        }

        var query = string.Create(CultureInfo.InvariantCulture, $"plugins?page={page}&size={size}");
        query += text is null ? "" : "&q=" + Uri.EscapeDataString(text);
        query += category is null ? "" : "&category=" + Uri.EscapeDataString(category);
        query += trust is null ? "" : "&trust=" + trust.Value.ToName();
        return GetJsonAsync(query, RegistryJsonContext.Default.SearchResponse, cancellationToken);
    }

    /// <summary>What there is to browse (JP design §9.3).</summary>
    public Task<Result<CategoriesResponse>> GetCategoriesAsync(CancellationToken cancellationToken) =>
        _endpoint.IsFolder
            ? Task.FromResult<Result<CategoriesResponse>>(NoApi())
            : GetJsonAsync("categories", RegistryJsonContext.Default.CategoriesResponse, cancellationToken);

    /// <summary>A plugin with its versions.</summary>
    public Task<Result<PluginDetails>> GetPluginAsync(PluginName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_endpoint.IsFolder)
        {
            return Task.FromResult<Result<PluginDetails>>(NoApi());
        }

        return _http.GetAsync<PluginDetails>(
            _endpoint.At("plugins/" + name),
            ifNoneMatch: null,
            async response =>
                response.StatusCode == HttpStatusCode.NotFound
                    ? RegistryClientDiagnostics.PluginNotFound.Error(
                        $"The registry '{_endpoint.Name}' has no plugin {name}.",
                        $"Run 'specify plugin search {name.Name}'."
                    )
                    : await _answers.JsonAsync(response, RegistryJsonContext.Default.PluginDetails, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>One version.</summary>
    public Task<Result<VersionDetails>> GetVersionAsync(
        PluginName name,
        SemanticVersion version,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(version);
        if (_endpoint.IsFolder)
        {
            return Task.FromResult<Result<VersionDetails>>(NoApi());
        }

        return GetJsonAsync(
            $"plugins/{name}/versions/{Uri.EscapeDataString(version.ToString())}",
            RegistryJsonContext.Default.VersionDetails,
            cancellationToken
        );
    }

    /// <summary>Publishes a version with the endpoint's token. The very same bytes again are no error.</summary>
    public async Task<Result<PublishResponse>> PublishAsync(
        PublishRequest request,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_endpoint.IsFolder)
        {
            return RegistryClientDiagnostics.FolderReadOnly.Error(
                $"The registry '{_endpoint.Name}' is the folder {_endpoint.Url.LocalPath}.",
                "Publish to a server, and fill folders with 'specify plugin vendor'."
            );
        }

        if (_endpoint.Token is null)
        {
            return RegistryClientDiagnostics.TokenMissing.Error(
                $"Publishing to the registry '{_endpoint.Name}' needs a token.",
                "Set SPECKIT_TOKEN, or write it to ~/.specify/credentials.yaml."
            );
        }

        var archive = new FileStream(request.ArchivePath, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var content = new MultipartFormDataContent
        {
            {
                new ProgressContent(archive, "application/gzip", progress),
                "archive",
                Path.GetFileName(request.ArchivePath)
            },
        };
        AddSmallParts(content, request);
        using var message = new HttpRequestMessage(HttpMethod.Post, _endpoint.At("plugins")) { Content = content };
        // A refusal for want of a token arrives before fifty megabytes were sent in vain.
        message.Headers.ExpectContinue = true;
        return await _http.SendAsync(
            message,
            _limits.UploadTimeout,
            response => _answers.JsonAsync(response, RegistryJsonContext.Default.PublishResponse, cancellationToken),
            cancellationToken
        );
    }

    private static void AddSmallParts(MultipartFormDataContent content, PublishRequest request)
    {
        if (request.Signature is { } signature)
        {
            var part = new ReadOnlyMemoryContent(signature);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.dsse.envelope.v1+json");
            content.Add(part, "signature", "package.sig");
        }

        if (request.PublicKey is not null)
        {
            content.Add(new StringContent(request.PublicKey), "publicKey");
        }
    }

    private Task<Result<T>> GetJsonAsync<T>(
        string path,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : notnull =>
        _http.GetAsync(
            _endpoint.At(path),
            ifNoneMatch: null,
            response => _answers.JsonAsync(response, type, cancellationToken),
            cancellationToken
        );

    private async Task<Result<Uri>> LocateAsync(Func<IndexConfig, Uri> expand, CancellationToken cancellationToken)
    {
        var read = await GetJsonAsync(
            "index/" + IndexPath.Config,
            RegistryJsonContext.Default.IndexConfig,
            cancellationToken
        );
        if (!read.TryGet(out var config))
        {
            return read.Propagate<Uri>();
        }

        try
        {
            var url = expand(config);
            // A registry somewhere else has no business with what listens on this machine, and a folder none with the network.
            return MayFetch(url)
                ? url
                : RegistryClientDiagnostics.UrlRefused.Error(
                    $"The registry '{_endpoint.Name}' wants archives to be downloaded from {url.GetLeftPart(UriPartial.Authority)}, which is {(_endpoint.IsFolder ? "not in the folder" : "not https")}.",
                    "Tell the registry's operator."
                );
        }
        catch (FormatException exception)
        {
            return _answers.Invalid(exception.Message);
        }
    }

    private bool MayFetch(Uri url) =>
        _endpoint.IsFolder
            ? url.IsFile
            : url.Scheme == Uri.UriSchemeHttps || (RegistryEndpoint.IsSafe(url) && _endpoint.Url.IsLoopback);

    private Diagnostic NoApi() =>
        RegistryClientDiagnostics.FolderHasNoApi.Error(
            $"The registry '{_endpoint.Name}' is the folder {_endpoint.Url.LocalPath}: plugins are installed from it by name, and that is all.",
            "Its index folder lists what it has; ask another registry for more."
        );
}
