using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Speckit.EndToEnd.HostileRegistries;

/// <summary>What a registry may try. The plugin is <c>victim</c>; <c>other</c> is another one.</summary>
internal static class Lies
{
    internal static Func<string, Stream, byte[], CancellationToken, Task<bool>> Of(string lie) =>
        (path, stream, body, cancellationToken) =>
        {
            var isIndex =
                path.EndsWith("/victim", StringComparison.Ordinal)
                && path.StartsWith("/index/", StringComparison.Ordinal);
            var isSignature =
                path.EndsWith(".sig", StringComparison.Ordinal)
                || path.EndsWith("/signature", StringComparison.Ordinal);
            var isArchive = !isSignature && body is [0x1f, 0x8b, ..];
            return (lie.Split(' ')[0], isIndex, isArchive) switch
            {
                ("index", true, _) => TellAboutIndexAsync(lie["index ".Length..], stream, body, cancellationToken),
                ("archive", _, true) => TellAboutArchiveAsync(
                    lie["archive ".Length..],
                    stream,
                    body,
                    cancellationToken
                ),
                ("key", _, _) when path.StartsWith("/keys/", StringComparison.Ordinal) => SayAsync(
                    stream,
                    Encoding.UTF8.GetBytes(Change(Encoding.UTF8.GetString(body), ReplaceKey))
                ),
                _ => Task.FromResult(false),
            };
        };

    private static void ReplaceKey(JsonObject answer)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = answer.First(p => p.Value?.ToString().Contains("PUBLIC KEY", StringComparison.Ordinal) == true).Key;
        answer[pem] = other.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    private static async Task<bool> TellAboutIndexAsync(
        string lie,
        Stream stream,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        var lines = Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        switch (lie)
        {
            case "endless":
                return await RepeatAsync(stream, lines[0] + "\n", cancellationToken);
            case "drip":
                return await DripAsync(stream, cancellationToken);
            case "redirect":
                await HostileRegistry.AnswerAsync(stream, [], "302 Found", "Location: http://192.0.2.1/index\r\n");
                return true;
            case "header":
                await HostileRegistry.AnswerAsync(stream, body, headers: $"X-Filler: {new string('x', 4 << 20)}\r\n");
                return true;
            default:
                return await SayAsync(stream, Encoding.UTF8.GetBytes(string.Join('\n', Tell(lie, lines)) + "\n"));
        }
    }

    private static IEnumerable<string> Tell(string lie, string[] lines) =>
        lie switch
        {
            "gone" => lines[..^1],
            "swapped" => lines.Select(l => Change(l, o => o["archive"] = "sha256:" + new string('0', 64))),
            "key" => lines.Select(l => Change(l, o => o["keyid"] = new string('0', 64))),
            "size" => lines.Select(l => Change(l, o => o["size"] = -1)),
            "huge" => lines.Select(l => Change(l, o => o["size"] = long.MaxValue)),
            "name" => lines.Select(l => Change(l, o => o["name"] = "other")),
            "twice" => [.. lines, .. lines],
            "html" => ["<html><body>Sign in</body></html>"],
            _ => Enumerable.Range(0, 10_000).Select(i => Change(lines[^1], o => o["vers"] = $"9.0.{i}")),
        };

    private static string Change(string line, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(line)!.AsObject();
        change(json);
        return json.ToJsonString();
    }

    private static async Task<bool> TellAboutArchiveAsync(
        string lie,
        Stream stream,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        switch (lie)
        {
            case "swapped":
                return await SayAsync(stream, [.. body[..^9], (byte)(body[^9] ^ 1), .. body[^8..]]);
            case "short":
                return await SayAsync(stream, body[..^1]);
            case "long":
                return await SayAsync(stream, [.. body, 0]);
            case "cut":
                var head = $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
                await stream.WriteAsync(body.AsMemory(0, body.Length / 2), cancellationToken);
                return true;
            case "endless":
                return await RepeatAsync(stream, new string('x', 4096), cancellationToken);
            case "drip":
                return await DripAsync(stream, cancellationToken);
            default:
                await HostileRegistry.AnswerAsync(stream, [], "302 Found", "Location: http://192.0.2.1/archive\r\n");
                return true;
        }
    }

    private static async Task<bool> SayAsync(Stream stream, byte[] body)
    {
        await HostileRegistry.AnswerAsync(stream, body);
        return true;
    }

    private static async Task<bool> RepeatAsync(Stream stream, string text, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken);
        var bytes = Encoding.UTF8.GetBytes(text);
        while (true)
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }
    }

    private static async Task<bool> DripAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken);
        while (true)
        {
            await stream.WriteAsync("x"u8.ToArray(), cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }
}
