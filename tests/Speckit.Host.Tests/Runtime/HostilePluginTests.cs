using System.Diagnostics;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Runtime;

/// <summary>Plugins that do not keep to the protocol: the host ends them with an error that says why, and goes on.</summary>
public sealed class HostilePluginTests
{
    private const string Head = """
        import json, time
        def run_fine(params, host):
            return "fine"
        def line(**message):
            return json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"
        def wait():
            time.sleep(60)

        """;

    [Theory]
    [InlineData(
        "an answer to a request never made",
        "host.raw(line(id=999999, result={})); wait()",
        "broke the protocol"
    )]
    [InlineData("an answer without an id", "host.raw(line(result={})); wait()", "broke the protocol")]
    [InlineData(
        "half a message",
        "host.raw(b'{\"jsonrpc\":\"2.0\",\"id\":1,\"meth'); import os; os._exit(0)",
        "inside a message"
    )]
    [InlineData("no JSON", "host.raw(b'Hello\\n'); wait()", "broke the protocol")]
    [InlineData("an array", "host.raw(b'[]\\n'); wait()", "broke the protocol")]
    [InlineData("an empty line", "host.raw(b'\\n'); wait()", "broke the protocol")]
    [InlineData("a giant line", "host.raw(b'a' * (17 << 20)); wait()", "longer than")]
    [InlineData("NUL", "host.raw(b'\\x00\\x00\\n'); wait()", "broke the protocol")]
    [InlineData(
        "invalid UTF-8",
        "host.raw(b'{\"jsonrpc\":\"2.0\",\"method\":\"\\xff\\xfe\"}\\n'); wait()",
        "not UTF-8"
    )]
    [InlineData(
        "a lone surrogate",
        "host.raw(b'{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\\\\ud800\"}\\n'); wait()",
        "not text"
    )]
    [InlineData(
        "deep nesting",
        "host.raw(b'{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":' + b'[' * 100000 + b']' * 100000 + b'}\\n'); wait()",
        "broke the protocol"
    )]
    [InlineData(
        "a member twice",
        "host.raw(b'{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"x\"}\\n'); wait()",
        "twice"
    )]
    [InlineData(
        "a huge number as id",
        "host.raw(b'{\"jsonrpc\":\"2.0\",\"id\":' + b'9' * 100000 + b',\"method\":\"x\"}\\n'); wait()",
        ""
    )]
    [InlineData(
        "an id that is running",
        "[host.raw(line(id=5, method='shell/run', params={'argv': ['sleep', '60']})) for _ in range(2)]; wait()",
        ""
    )]
    [InlineData(
        "a cancellation of nothing",
        "host.raw(line(method='$/cancel', params={})); wait()",
        "broke the protocol"
    )]
    public async Task Run_BreaksTheProtocol_IsEndedAndTheHostGoesOn(string what, string code, string message)
    {
        using var project = new TestProject();
        var source = Head + $"def run_hostile(params, host):\n    {code}\n";
        await project.EnabledAsync(
            PluginSource.Python("py", source, "hostile", "fine") with
            {
                Capabilities = ["subprocess"],
            }
        );
        await using var run = new Run(project, TestProject.TestLimits with { Call = TimeSpan.FromSeconds(15) });

        var broken = await run.CommandAsync("py:hostile");
        var after = await run.CommandAsync("py:fine");

        broken.Succeeded.ShouldBeFalse(what);
        broken.Diagnostics[0].Code.ShouldBeOneOf("SPK6007", "SPK6006");
        broken.Diagnostics[0].Message.ShouldContain(message);
        after.Value.Result!.Value.GetString().ShouldBe("fine");
        (await project.Host.Audit.FindBreakAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("\"result\":null", "answered initialize with nothing")]
    [InlineData("\"result\":7", "not of the agreed form")]
    [InlineData("\"result\":{}", "not of the agreed form")]
    [InlineData("\"result\":{\"protocol\":1,\"sdk\":null,\"handlers\":[]}", "not of the agreed form")]
    [InlineData(
        "\"result\":{\"protocol\":1,\"sdk\":{\"language\":\"x\",\"version\":\"1\"},\"handlers\":null}",
        "not of the agreed form"
    )]
    [InlineData(
        "\"result\":{\"protocol\":1e99,\"sdk\":{\"language\":\"x\",\"version\":\"1\"},\"handlers\":[]}",
        "not of the agreed form"
    )]
    [InlineData("\"error\":{}", "no code or no message")]
    [InlineData("\"error\":{\"code\":-32603,\"message\":\"\\u001b[2J\\u202eno\"}", "failed in initialize")]
    public async Task Enable_AnswersTheHandshakeWithNonsense_IsRefused(string answer, string message)
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(
            new PluginSource("raw")
            {
                Files =
                {
                    ["bin/raw"] =
                        $"#!/bin/sh\nread -r line\ncat <<'END'\n{{\"jsonrpc\":\"2.0\",\"id\":1,{answer}}}\nEND\nexec sleep 60\n",
                },
                Provides =
                    "provides:\n  commands:\n    - { name: \"raw:x\", description: Does it, entrypoint: bin/raw }\n",
                Extra = "runtime: native\n",
            }
        );

        var outcome = await project.EnableAsync(plugin.Name);

        outcome.Diagnostics[0].Code.ShouldBe("SPK6007", outcome.Diagnostics[0].ToString());
        outcome.Diagnostics[0].Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("console/write", "{'text': 'x'}", "consoleLines")]
    [InlineData("console/write", "{'text': 'x' * (1 << 13)}", "consoleBytes")]
    [InlineData(
        "console/finding",
        "{'rule':'r','severity':'low','title':'t','description':'d','file':'f','line':1}",
        "findings"
    )]
    [InlineData("log/write", "{'level': 'info', 'message': 'x' * (1 << 13)}", "logBytes")]
    [InlineData("events/emit", "{'type': 'plugin.x'}", "events")]
    [InlineData("no/such", "{}", "refusals")]
    public async Task Run_Flood_EndsThePluginAndNamesTheLimit(string method, string parameters, string limit)
    {
        using var project = new TestProject();
        var code =
            $"def run_flood(params, host):\n    while True:\n        host.note('{method}', **{parameters})\n"
            + "def run_fine(params, host):\n    return 'fine'\n";
        await project.EnabledAsync(PluginSource.Python("py", code, "flood", "fine"));
        await using var run = new Run(project);

        var flooded = await run.CommandAsync("py:flood");

        flooded.Diagnostics[0].Code.ShouldBe("SPK6023", flooded.Diagnostics[0].ToString());
        flooded.Diagnostics[0].Message.ShouldContain($"'{limit}'");
        project.Console.Lines.Count.ShouldBeLessThanOrEqualTo(10_000);
        project.EventLines.Count.ShouldBeLessThan(1_010);
        (await run.CommandAsync("py:fine")).Succeeded.ShouldBe(true);
    }

    [Fact]
    public async Task Run_EndsAndLeavesItsPipesToAChild_IsNoticed()
    {
        using var project = new TestProject();
        const string code = """
            import __main__, os, subprocess
            def run_leave(params, host):
                subprocess.Popen(["sleep", "30"], pass_fds=[__main__.OUT.fileno()])
                os._exit(3)
            """;
        await project.EnabledAsync(PluginSource.Python("py", code, "leave"));
        await using var run = new Run(project);
        var started = Stopwatch.StartNew();

        var left = await run.CommandAsync("py:leave");

        left.Diagnostics[0].Message.ShouldContain("py ended during command/run, with exit code 3");
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Run_LimitReached_IsToldToThePlugin()
    {
        using var project = new TestProject();
        const string code = """
            def run_many(params, host):
                emitted = 0
                try:
                    while True:
                        host.call("events/emit", type="plugin.x")
                        emitted += 1
                except Exception as e:
                    return [emitted, e.code, e.data]
            """;
        await project.EnabledAsync(PluginSource.Python("py", code, "many"));
        await using var run = new Run(project);

        var told = (await run.CommandAsync("py:many")).Value.Result!.Value;

        told.ToString().ShouldBe("""[1000, -32008, {"limit": "events", "value": 1000}]""");
    }
}
