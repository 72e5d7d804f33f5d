using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Testing;

/// <summary>Web servers that a test answers for.</summary>
public sealed class TestHttp
{
    private readonly List<(string Method, string Url, Func<HttpSendParams, HttpSendResult> Answer)> _answers = [];
    private readonly List<HttpSendParams> _requests = [];
    private readonly Lock _lock = new();

    /// <summary>What the plugin sent, answered or not.</summary>
    public IReadOnlyList<HttpSendParams> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Answers requests; of several answers that fit, the last one counts.</summary>
    /// <param name="method">The method, such as <c>GET</c>.</param>
    /// <param name="url">The address; with <c>*</c> at the end, all that start so.</param>
    /// <param name="body">The body.</param>
    /// <param name="status">The status.</param>
    /// <param name="contentType">The type of the body.</param>
    public void Answer(
        string method,
        string url,
        string body = "",
        int status = 200,
        string contentType = "application/json"
    ) =>
        Answer(
            method,
            url,
            _ => new HttpSendResult(
                status,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = contentType },
                body
            )
        );

    /// <summary>Answers requests; of several answers that fit, the last one counts.</summary>
    public void Answer(string method, string url, Func<HttpSendParams, HttpSendResult> answer)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentException.ThrowIfNullOrEmpty(url);
        ArgumentNullException.ThrowIfNull(answer);
        lock (_lock)
        {
            _answers.Add((method, url, answer));
        }
    }

    internal HttpSendResult Send(HttpSendParams request)
    {
        Func<HttpSendParams, HttpSendResult>? answer;
        lock (_lock)
        {
            _requests.Add(request);
            answer = _answers.FindLast(a => a.Method == request.Method && Fits(a.Url, request.Url)).Answer;
        }

        return answer is not null
            ? answer(request)
            : throw new RpcErrorException(
                RpcErrorCodes.NotFound,
                $"The test has no answer for '{request.Method} {request.Url}': give one with Http.Answer."
            );
    }

    private static bool Fits(string wanted, string url) =>
        wanted.EndsWith('*') ? url.StartsWith(wanted[..^1], StringComparison.Ordinal) : url == wanted;
}
