using System.Text.Json.Nodes;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;
using Speckit.Protocol;

namespace Speckit.Host.Tests.Services;

/// <summary>Random requests, right and wrong: each is answered or refused with an error of the protocol, and each that needs a capability is in
/// the audit log.</summary>
public sealed class DispatcherFuzzTests
{
    private static readonly string[] Methods =
    [
        "project/glob",
        "project/readFile",
        "project/changedFiles",
        "project/writeFile",
        "project/createDirectory",
        "shell/run",
        "http/send",
        "environment/get",
        "events/emit",
        "events/subscribe",
        "console/write",
        "console/finding",
        "progress/report",
        "config/get",
        "log/write",
        "no/such",
        "",
    ];

    private static readonly string[] Names =
    [
        "path",
        "content",
        "encoding",
        "patterns",
        "exclude",
        "since",
        "argv",
        "cwd",
        "timeout",
        "url",
        "method",
        "headers",
        "body",
        "name",
        "type",
        "payload",
        "feature",
        "text",
        "level",
        "message",
        "fraction",
        "rule",
        "severity",
        "title",
        "description",
        "file",
        "line",
    ];

    private static readonly string[] Texts =
    [
        "",
        ".",
        "..",
        "/",
        "f",
        "d/f",
        "d/../f",
        ".git/config",
        ".specify/policy.yaml",
        "link",
        "**",
        "{a,b}",
        "[",
        "{{{{{{",
        "base64",
        "utf-8",
        "%%%%",
        "plugin.x",
        "plugin.x.*",
        "http://127.0.0.1:1/",
        "http://[::1]/",
        "http://0x7f.1/",
        "https://a.test/\r\nHost: b",
        "file:///etc/passwd",
        "GET",
        "info",
        "\0",
        "\u202e\u001b[2J",
        "\ud83d\ude00",
        "--upload-pack=x",
        "HEAD",
        "sh",
        new string('x', 5000),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Dispatch_RandomRequests_AreAnsweredOrRefused(int seed)
    {
        using var project = new TestProject();
        File.WriteAllText(project.At("f"), "x");
        File.CreateSymbolicLink(project.At("link"), "/etc");
        var outside = Directory.GetFileSystemEntries(project.Folder.Path).Length;
        var random = new Random(seed);
        var capabilities = Capability.All.Select(c => c.Id).Where(_ => random.Next(4) > 0).ToArray();
        using var plugin = new ServiceCaller(project, capabilities);
        var (answered, refused) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            var method = Methods[random.Next(Methods.Length)];
            try
            {
                _ = await plugin.CallAsync(method, Parameters(random), CancellationToken.None);
                answered++;
            }
            catch (RpcErrorException e)
            {
                e.Message.ShouldNotBeNullOrEmpty();
                refused++;
            }
        }

        answered.ShouldBeGreaterThan(10);
        refused.ShouldBeGreaterThan(10);
        plugin.Flood.ShouldBeNull();
        Directory.GetFileSystemEntries(project.Folder.Path).Length.ShouldBe(outside);
        Directory.Exists(project.At(".git")).ShouldBeFalse();
        File.Exists(project.At(".specify", "policy.yaml")).ShouldBeFalse();
        (await project.Host.Audit.FindBreakAsync(default)).ShouldBeNull();
    }

    private static string Parameters(Random random)
    {
        if (random.Next(20) == 0)
        {
            return Value(random, 0)?.ToJsonString() ?? "null";
        }

        var call = new JsonObject();
        foreach (var name in random.GetItems(Names, random.Next(8)))
        {
            call[name] = Value(random, 0);
        }

        // Half of the calls have what most methods ask for.
        if (random.Next(2) == 0)
        {
            call["path"] = Texts[random.Next(Texts.Length)];
            call["content"] = Texts[random.Next(Texts.Length)];
            call["text"] = "x";
            call["patterns"] = new JsonArray(Texts[random.Next(Texts.Length)]);
        }

        return call.ToJsonString();
    }

    private static JsonNode? Value(Random random, int depth) =>
        random.Next(depth > 3 ? 6 : 8) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(-5, 5)),
            2 => JsonValue.Create(random.NextDouble() * 1e300),
            3 => JsonValue.Create(random.Next(2) == 0),
            4 or 5 => JsonValue.Create(Texts[random.Next(Texts.Length)]),
            6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
            _ => new JsonObject(
                Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"k{i}", Value(random, depth + 1)))
            ),
        };
}
