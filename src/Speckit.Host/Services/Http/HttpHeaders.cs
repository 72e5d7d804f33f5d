using System.Buffers;
using System.Collections.Frozen;
using System.Net.Http.Headers;
using Speckit.Protocol;

namespace Speckit.Host.Services.Http;

/// <summary>The headers that a plugin may send: none that frames the message, names its host or speaks for the connection, and none that could
/// smuggle a second one.</summary>
internal static class HttpHeaders
{
    private const int MaxHeaders = 100;
    private const int MaxCharacters = 64 * 1024;

    // RFC 9110 §5.6.2.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    private static readonly FrozenSet<string> Refused = FrozenSet.ToFrozenSet(
        [
            "Accept-Encoding",
            "Connection",
            "Content-Length",
            "Expect",
            "Host",
            "Keep-Alive",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "Via",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    // What is meant for one host is not told to the next.
    private static readonly FrozenSet<string> OfOneOrigin = FrozenSet.ToFrozenSet(
        ["Authorization", "Cookie", "X-Api-Key", "Private-Token"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Whether a text is a token: a method, a header's name.</summary>
    internal static bool IsToken(string? text) =>
        text is { Length: > 0 and <= 256 } && text.AsSpan().IndexOfAnyExcept(TokenCharacters) < 0;

    /// <summary>Checks all of them.</summary>
    /// <exception cref="RpcErrorException">One may not be sent.</exception>
    internal static void Check(IReadOnlyDictionary<string, string>? headers)
    {
        if (headers is null)
        {
            return;
        }

        if (headers.Count > MaxHeaders || headers.Sum(h => (long)h.Key.Length + (h.Value?.Length ?? 0)) > MaxCharacters)
        {
            throw new RpcErrorException(
                RpcErrorCodes.TooLarge,
                $"at most {MaxHeaders} headers of {MaxCharacters} characters are sent"
            );
        }

        foreach (var (name, value) in headers)
        {
            if (!IsToken(name))
            {
                throw Invalid("a header's name has a character that none may have");
            }

            if (Refused.Contains(name) || name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase))
            {
                throw Invalid($"the header '{name}' is the host's to send");
            }

            if (value is null || value.Any(c => c is not '\t' and (< ' ' or > '~')))
            {
                throw Invalid($"the header '{name}' has a character that none may have");
            }
        }
    }

    /// <summary>Puts them into a request.</summary>
    internal static void Apply(
        HttpRequestMessage request,
        IReadOnlyDictionary<string, string>? headers,
        bool sameOrigin
    )
    {
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            if (!sameOrigin && OfOneOrigin.Contains(name))
            {
                continue;
            }

            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                _ = request.Content?.Headers.Remove(name);
                _ = request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    /// <summary>The headers of an answer, in lower case; repeated ones joined with a comma.</summary>
    internal static Dictionary<string, string> Read(HttpResponseMessage response)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in Enumerate(response.Headers).Concat(Enumerate(response.Content.Headers)))
        {
            read[name.ToLowerInvariant()] = string.Join(", ", values);
        }

        return read;
    }

    private static IEnumerable<(string Name, HeaderStringValues Values)> Enumerate(
        System.Net.Http.Headers.HttpHeaders headers
    ) => headers.NonValidated.Select(h => (h.Key, h.Value));

    private static RpcErrorException Invalid(string why) => new(RpcErrorCodes.InvalidParams, why);
}
