using System.Net;
using System.Net.Http.Headers;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry.Client.Http;

/// <summary>Sends requests to one registry: the token to its origin only, redirects by rule, reads again when that may help.</summary>
internal sealed class RegistryHttp(
    HttpClient http,
    RegistryEndpoint endpoint,
    RegistryClientLimits limits,
    TimeProvider time
)
{
    /// <summary>Sends a read and gives its answer, whatever its status, to <paramref name="use"/>. Failures of the network and of
    /// the server are tried again.</summary>
    /// <param name="url">What to read.</param>
    /// <param name="ifNoneMatch">The entity tag of a copy that is there.</param>
    /// <param name="use">Reads the answer. An <see cref="IOException"/> of it counts as a failure of the network.</param>
    public async Task<Result<T>> GetAsync<T>(
        Uri url,
        string? ifNoneMatch,
        Func<HttpResponseMessage, Task<Result<T>>> use,
        CancellationToken cancellationToken
    )
        where T : notnull
    {
        for (var attempt = 1; ; attempt++)
        {
            var (result, wait) = await TryAsync(url, ifNoneMatch, use, cancellationToken);
            if (wait is not { } pause || attempt >= limits.Attempts)
            {
                return result;
            }

            var backoff = limits.Backoff * Math.Pow(2, attempt - 1);
            await Task.Delay(pause > backoff ? pause : backoff, time, cancellationToken);
        }
    }

    /// <summary>Sends a request once, without following redirects.</summary>
    public async Task<Result<T>> SendAsync<T>(
        HttpRequestMessage request,
        TimeSpan timeout,
        Func<HttpResponseMessage, Task<Result<T>>> use,
        CancellationToken cancellationToken
    )
        where T : notnull
    {
        try
        {
            using var response = await SendAsync(request, timeout, cancellationToken);
            return await use(response);
        }
        catch (Exception exception) when (Describe(exception, cancellationToken) is { } reason)
        {
            return Unreachable(request.RequestUri!, reason);
        }
    }

    /// <summary>That the registry cannot be reached.</summary>
    public Diagnostic Unreachable(Uri url, string reason) =>
        RegistryClientDiagnostics.Unreachable.Error(
            $"The registry '{endpoint.Name}' cannot be reached at {url.GetLeftPart(UriPartial.Path)}: {reason}.",
            "Check the network, the URL in .specify/registry.yaml, and whether the registry is running."
        );

    private async Task<(Result<T> Result, TimeSpan? RetryAfter)> TryAsync<T>(
        Uri url,
        string? ifNoneMatch,
        Func<HttpResponseMessage, Task<Result<T>>> use,
        CancellationToken cancellationToken
    )
        where T : notnull
    {
        var current = url;
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, current);
                if (ifNoneMatch is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
                }

                using var response = await SendAsync(request, limits.AnswerTimeout, cancellationToken);
                if (IsRedirect(response))
                {
                    var next = Follow(url, current, response, redirects);
                    if (!next.Succeeded)
                    {
                        return (next.Propagate<T>(), null);
                    }

                    current = next.Value;
                    continue;
                }

                return IsServerFailure(response.StatusCode)
                    ? (
                        Unreachable(current, $"it answers {(int)response.StatusCode} {response.ReasonPhrase}"),
                        RetryAfter(response)
                    )
                    : (await use(response), null);
            }
        }
        catch (Exception exception) when (Describe(exception, cancellationToken) is { } reason)
        {
            return (Unreachable(current, reason), TimeSpan.Zero);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        if (endpoint.Token is not null && RegistryEndpoint.IsSameOrigin(request.RequestUri!, endpoint.Url))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Token);
        }

        var asked = request.RequestUri!;
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.RequestMessage?.RequestUri is { } answered && answered != asked)
            {
                // A handler that follows redirects by itself asks nobody.
                response.Dispose();
                throw new HttpRequestException(
                    $"it was redirected to {answered.GetLeftPart(UriPartial.Authority)} unasked"
                );
            }

            return response;
        }
        catch (OperationCanceledException)
            when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SlowBodyException($"no answer within {timeout.TotalSeconds:0.#} s");
        }
    }

    private Result<Uri> Follow(Uri first, Uri current, HttpResponseMessage response, int redirects)
    {
        var target = response.Headers.Location is { } location ? new Uri(current, location) : null;
        if (target is null || redirects >= limits.MaxRedirects)
        {
            return Refused(first, target is null ? "to nowhere" : $"more than {limits.MaxRedirects} times");
        }

        return RegistryEndpoint.IsSameOrigin(target, first)
            ? target
            : Refused(first, $"to another origin, {target.GetLeftPart(UriPartial.Authority)}");
    }

    private Diagnostic Refused(Uri url, string how) =>
        RegistryClientDiagnostics.RedirectRefused.Error(
            $"The registry '{endpoint.Name}' redirects {url.GetLeftPart(UriPartial.Path)} {how}.",
            "Tell the registry's operator, or configure the URL that is meant."
        );

    private TimeSpan RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return asked < TimeSpan.Zero ? TimeSpan.Zero
            : asked > limits.MaxRetryAfter ? limits.MaxRetryAfter
            : asked;
    }

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect;

    private static bool IsServerFailure(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;

    // Null for what is no failure of the network: a bug, or the user's own cancellation.
    private static string? Describe(Exception exception, CancellationToken cancellationToken) =>
        exception switch
        {
            OperationCanceledException when cancellationToken.IsCancellationRequested => null,
            OperationCanceledException => "no answer in time",
            HttpRequestException http => Innermost(http),
            IOException io => Innermost(io),
            _ => null,
        };

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message.TrimEnd('.');
    }
}
