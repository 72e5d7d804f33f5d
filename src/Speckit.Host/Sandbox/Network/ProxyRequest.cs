using System.Globalization;
using System.Text;

namespace Speckit.Host.Sandbox.Network;

/// <summary>The head of a request to the proxy: where it goes, and what is passed on.</summary>
/// <param name="Host">The host.</param>
/// <param name="Port">The port.</param>
/// <param name="IsTunnel">Whether it asks for a tunnel (CONNECT).</param>
/// <param name="Head">The head for the host, for a plain request.</param>
internal sealed record ProxyRequest(string Host, int Port, bool IsTunnel, byte[] Head)
{
    private const int PlainPort = 80;

    /// <summary>Headers between a client and its proxy, and those that would keep the connection for a request that nobody checked.</summary>
    private static readonly string[] NotPassedOn =
    [
        "Connection",
        "Host",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Upgrade",
    ];

    /// <summary>Reads a head.</summary>
    /// <param name="head">All up to the empty line, without it.</param>
    /// <returns>The request, or null when it is none.</returns>
    internal static ProxyRequest? Parse(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head).Split("\r\n");
        if (
            lines[0].Split(' ') is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"]
            || target.Any(c => c is <= ' ' or >= (char)127)
        )
        {
            return null;
        }

        if (method == "CONNECT")
        {
            return Authority(target, defaultPort: null) is { } tunnel
                ? new ProxyRequest(tunnel.Host, tunnel.Port, IsTunnel: true, [])
                : null;
        }

        return method.Length > 0 && method.All(char.IsAsciiLetterUpper) ? Plain(method, target, lines) : null;
    }

    private static ProxyRequest? Plain(string method, string target, string[] lines)
    {
        const string scheme = "http://";
        if (!target.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = target[scheme.Length..];
        var end = rest.AsSpan().IndexOfAny("/?#");
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 ? "/" : rest[end..];
        path = path.StartsWith('/') ? path : "/" + path;
        if (Authority(authority, PlainPort) is not { } place || lines.Skip(1).Any(l => !IsHeader(l)))
        {
            return null;
        }

        var passed = lines.Skip(1).Where(l => !NotPassedOn.Contains(NameOf(l), StringComparer.OrdinalIgnoreCase));
        var head =
            $"{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n"
            + string.Concat(passed.Select(l => l + "\r\n"))
            + "\r\n";
        return new ProxyRequest(place.Host, place.Port, IsTunnel: false, Encoding.Latin1.GetBytes(head));
    }

    /// <summary><c>host:port</c>, <c>host</c> where a port is known without, <c>[address]:port</c>. No user names.</summary>
    private static (string Host, int Port)? Authority(string text, int? defaultPort)
    {
        var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : 0;
        if (bracket < 0)
        {
            return null;
        }

        var colon = text.IndexOf(':', bracket);
        var host = colon < 0 ? text : text[..colon];
        var port = colon < 0 ? defaultPort : ReadPort(text[(colon + 1)..]);
        return port is { } number && HostRules.Normalize(host) is not null ? (host, number) : null;
    }

    private static int? ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
            ? port
            : null;

    /// <summary>A line that begins with a blank would continue the one before it, which servers read differently.</summary>
    private static bool IsHeader(string line) =>
        line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && line[..colon].All(c => c is > ' ' and < (char)127)
        && !line.AsSpan().ContainsAny('\r', '\n', '\0');

    private static string NameOf(string line) => line[..line.IndexOf(':', StringComparison.Ordinal)];
}
