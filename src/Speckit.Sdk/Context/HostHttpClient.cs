using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>Sends HTTP requests through the host, to the hosts that the manifest names in <c>sandbox.network.allowed_hosts</c>. Needs <c>network</c>.</summary>
public sealed class HostHttpClient
{
    private readonly HostConnection _host;

    internal HostHttpClient(HostConnection host) => _host = host;

    /// <summary>Sends any request. The status is not judged: see <see cref="HttpAnswer.EnsureSuccess"/>.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>network</c>.</exception>
    /// <exception cref="HostErrorException">The address is not allowed, or there was no answer.</exception>
    public async Task<HttpAnswer> SendAsync(HttpSendParams request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var json = ProtocolJsonContext.Default;
        var answer = await _host.AskAsync(
            Methods.HttpSend,
            request,
            json.HttpSendParams,
            json.HttpSendResult,
            cancellationToken
        );
        return new HttpAnswer(request, answer);
    }

    /// <summary>Gets a resource.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>network</c>.</exception>
    public Task<HttpAnswer> GetAsync(
        string url,
        IReadOnlyDictionary<string, string>? headers = null,
        CancellationToken cancellationToken = default
    ) => SendAsync(new HttpSendParams(url, "GET", headers), cancellationToken);

    /// <summary>Gets JSON.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>network</c>.</exception>
    /// <exception cref="HttpRequestException">The status is not a success, or the body is not such JSON.</exception>
    public async Task<T> GetJsonAsync<T>(
        string url,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken = default
    )
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Accept"] = "application/json",
        };
        var answer = await GetAsync(url, headers, cancellationToken);
        return answer.EnsureSuccess().ReadJson(type);
    }

    /// <summary>Posts a text.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>network</c>.</exception>
    public Task<HttpAnswer> PostAsync(
        string url,
        string body,
        string contentType = "text/plain; charset=utf-8",
        IReadOnlyDictionary<string, string>? headers = null,
        CancellationToken cancellationToken = default
    )
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = contentType };
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return SendAsync(new HttpSendParams(url, "POST", all, body), cancellationToken);
    }

    /// <summary>Posts JSON.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="value">What.</param>
    /// <param name="type">How it is written, from a source-generated context.</param>
    /// <param name="headers">Headers by name.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="CapabilityDeniedException">Without <c>network</c>.</exception>
    public Task<HttpAnswer> PostJsonAsync<T>(
        string url,
        T value,
        JsonTypeInfo<T> type,
        IReadOnlyDictionary<string, string>? headers = null,
        CancellationToken cancellationToken = default
    ) => PostAsync(url, JsonSerializer.Serialize(value, type), "application/json", headers, cancellationToken);
}
