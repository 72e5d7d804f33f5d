using System.Diagnostics;
using System.Net;
using System.Text;
using Speckit.Host.Sandbox.Network;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services.Http;

/// <summary>Makes requests for one plugin: no cookies, no proxy, no credentials of the user's; every host that a redirect leads to, and every
/// address that a name stands for, is checked by the plugin's rules before it is connected to.</summary>
internal sealed class HttpSender : IDisposable
{
    /// <summary>The longest body, both ways, in bytes; of an answer after it was decompressed.</summary>
    internal const int MaxBody = 8 * 1024 * 1024;

    private const int MaxRedirects = 10;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private readonly HostRules _rules;
    private readonly OutboundConnector _connector;
    private readonly HttpMessageInvoker _invoker;

    internal HttpSender(HostRules rules, OutboundConnector connector)
    {
        _rules = rules;
        _connector = connector;
        _invoker = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                UseCookies = false,
                UseProxy = false,
                Credentials = null,
                ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
                MaxConnectionsPerServer = 16,
                MaxResponseDrainSize = 0,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
                ConnectCallback = ConnectAsync,
            }
        );
    }

    /// <summary>Sends a request that was checked, and follows redirects.</summary>
    /// <exception cref="RpcErrorException">A host is refused, cannot be reached, or answers too much.</exception>
    internal async Task<HttpSendResult> SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        var current = call;
        for (var hops = 0; hops <= MaxRedirects; hops++)
        {
            using var request = current.ToMessage(sameOrigin: IsSameOrigin(call.Url, current.Url));
            using var response = await SendOneAsync(request, current.Url, cancellationToken);
            if (RedirectOf(response, current) is not { } next)
            {
                return await ReadAsync(response, cancellationToken);
            }

            current = next;
        }

        throw new RpcErrorException(
            RpcErrorCodes.InternalError,
            $"{call.Url} redirects more than {MaxRedirects} times"
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private async Task<HttpResponseMessage> SendOneAsync(
        HttpRequestMessage request,
        Uri url,
        CancellationToken cancellationToken
    )
    {
        // A connection that is open already was checked by the same rules; the port and the name are looked at each time.
        if (_rules.Check(url.IdnHost, url.Port) is { } reason)
        {
            throw new RpcErrorException(
                RpcErrorCodes.Refused,
                $"no request to {url.IdnHost} port {url.Port}: {reason}"
            );
        }

        try
        {
            return await _invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw FindRefusal(e) ?? new RpcErrorException(RpcErrorCodes.InternalError, $"{url.IdnHost}: {e.Message}");
        }
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var connected = await _connector.ConnectAsync(
            _rules,
            context.DnsEndPoint.Host,
            context.DnsEndPoint.Port,
            cancellationToken
        );
        if (connected.TryGet(out var stream))
        {
            return stream;
        }

        var problem = connected.Diagnostics[0];
        var refused = problem.Descriptor.Kind == FailureKind.Refused;
        throw new RpcErrorException(refused ? RpcErrorCodes.Refused : RpcErrorCodes.InternalError, problem.Message);
    }

    private static RpcErrorException? FindRefusal(Exception e)
    {
        for (var cause = e.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is RpcErrorException refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static HttpCall? RedirectOf(HttpResponseMessage response, HttpCall origin)
    {
        var status = (int)response.StatusCode;
        if (status is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
        {
            return null;
        }

        var target = HttpCall.CheckUrl(location.IsAbsoluteUri ? location : new Uri(origin.Url, location));
        if (origin.Url.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps)
        {
            throw new RpcErrorException(
                RpcErrorCodes.Refused,
                $"{origin.Url.IdnHost} redirects from https to http: that is not followed"
            );
        }

        var becomesGet = status == 303 || (status is 301 or 302 && origin.Method == "POST");
        return becomesGet
            ? origin with
            {
                Url = target,
                Method = origin.Method == "HEAD" ? "HEAD" : "GET",
                Body = null,
            }
            : origin with
            {
                Url = target,
            };
    }

    private static async Task<HttpSendResult> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        using var body = new MemoryStream();
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (body.Length + read > MaxBody)
                {
                    throw new RpcErrorException(
                        RpcErrorCodes.TooLarge,
                        $"the answer's body is larger than {MaxBody} bytes"
                    );
                }

                body.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            throw new RpcErrorException(
                RpcErrorCodes.InternalError,
                $"the answer's body could not be read: {e.Message}"
            );
        }

        var headers = HttpHeaders.Read(response);
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        try
        {
            return new HttpSendResult((int)response.StatusCode, headers, StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            var text = Convert.ToBase64String(bytes);
            return new HttpSendResult((int)response.StatusCode, headers, text, FileContent.Base64);
        }
    }

    private static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && one.IdnHost == other.IdnHost;
}
