using System.Text;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services.Http;

/// <summary>A request of a plugin, checked.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Method">The method.</param>
/// <param name="Headers">The plugin's headers.</param>
/// <param name="Body">The body, or null.</param>
internal sealed record HttpCall(Uri Url, string Method, IReadOnlyDictionary<string, string>? Headers, byte[]? Body)
{
    private const int MaxUrl = 8192;

    /// <summary>Checks what a plugin asks for.</summary>
    /// <exception cref="RpcErrorException">It is no request, or one that is not made.</exception>
    internal static HttpCall Read(HttpSendParams wanted)
    {
        // A path alone would be read as the address of a file.
        if (
            wanted.Url is not { Length: > 0 and <= MaxUrl }
            || !Uri.TryCreate(wanted.Url, UriKind.Absolute, out var url)
            || !wanted.Url.TrimStart().StartsWith(url.Scheme, StringComparison.OrdinalIgnoreCase)
        )
        {
            throw Invalid($"the url is not absolute, or longer than {MaxUrl} characters");
        }

        if (!HttpHeaders.IsToken(wanted.Method) || wanted.Method.ToUpperInvariant() is "CONNECT" or "TRACE")
        {
            throw Invalid("the method is none that the host sends");
        }

        HttpHeaders.Check(wanted.Headers);
        var body = BodyOf(wanted);
        return body is { Length: > HttpSender.MaxBody }
            ? throw new RpcErrorException(
                RpcErrorCodes.TooLarge,
                $"the request's body is larger than {HttpSender.MaxBody} bytes"
            )
            : new HttpCall(CheckUrl(url), wanted.Method.ToUpperInvariant(), wanted.Headers, body);
    }

    /// <summary>The address without its fragment.</summary>
    /// <exception cref="RpcErrorException">It is none that the host asks.</exception>
    internal static Uri CheckUrl(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
        {
            throw new RpcErrorException(RpcErrorCodes.Refused, $"'{url.Scheme}:' is not asked, only http and https");
        }

        if (url.UserInfo.Length > 0)
        {
            throw Invalid("the url holds a user's name: send it as a header");
        }

        return url.Host.Length == 0 ? throw Invalid("the url names no host") : url;
    }

    /// <summary>The message to send.</summary>
    /// <param name="sameOrigin">Whether it goes where the plugin wanted; a redirect elsewhere gets no credentials.</param>
    internal HttpRequestMessage ToMessage(bool sameOrigin)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Url)
        {
            Content = Body is null ? null : new ByteArrayContent(Body),
        };
        HttpHeaders.Apply(request, Headers, sameOrigin);
        if (!request.Headers.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", $"speckit/{HostEnvironment.CoreVersion}");
        }

        return request;
    }

    private static byte[]? BodyOf(HttpSendParams wanted)
    {
        try
        {
            return (wanted.Body, wanted.Encoding) switch
            {
                (null, _) => null,
                ({ } text, FileContent.Utf8) => Encoding.UTF8.GetBytes(text),
                ({ } text, FileContent.Base64) => Convert.FromBase64String(text),
                _ => throw Invalid($"unknown encoding '{wanted.Encoding}'"),
            };
        }
        catch (FormatException)
        {
            throw Invalid("the body is not base64");
        }
    }

    private static RpcErrorException Invalid(string why) => new(RpcErrorCodes.InvalidParams, why);
}
