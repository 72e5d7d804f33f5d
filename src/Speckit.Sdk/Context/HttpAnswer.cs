using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>The answer to an HTTP request.</summary>
public sealed class HttpAnswer
{
    private readonly HttpSendParams _request;
    private readonly HttpSendResult _answer;

    internal HttpAnswer(HttpSendParams request, HttpSendResult answer)
    {
        _request = request;
        _answer = answer;
        Headers = new Dictionary<string, string>(answer.Headers, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Its status.</summary>
    public int Status => _answer.Status;

    /// <summary>Whether the status is 200 to 299.</summary>
    public bool Succeeded => Status is >= 200 and <= 299;

    /// <summary>Its headers, by name without regard to case; repeated ones are joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Its body as text; bytes that are not UTF-8 are replaced.</summary>
    public string Text => _answer.Encoding == FileContent.Base64 ? Encoding.UTF8.GetString(Bytes) : _answer.Body;

    /// <summary>Its body.</summary>
    public byte[] Bytes =>
        _answer.Encoding == FileContent.Base64
            ? Convert.FromBase64String(_answer.Body)
            : Encoding.UTF8.GetBytes(_answer.Body);

    /// <summary>Its body as JSON.</summary>
    /// <param name="type">How it is read, from a source-generated context.</param>
    /// <exception cref="HttpRequestException">The body is not such JSON.</exception>
    public T ReadJson<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Bytes, type)
                ?? throw new HttpRequestException($"{Name} answered null where JSON was expected.");
        }
        catch (JsonException e)
        {
            throw new HttpRequestException($"{Name} answered JSON of another form: {e.Message}", e);
        }
    }

    /// <summary>This answer when the status is a success.</summary>
    /// <exception cref="HttpRequestException">It is not.</exception>
    public HttpAnswer EnsureSuccess() =>
        Succeeded
            ? this
            : throw new HttpRequestException(
                string.Create(CultureInfo.InvariantCulture, $"{Name} answered {Status}."),
                null,
                (HttpStatusCode)Status
            );

    private string Name => $"{_request.Method} {_request.Url}";
}
