using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Services;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;
using Speckit.Protocol;

namespace Speckit.Host.Tests.Services;

public sealed class ServiceDispatcherTests
{
    public static TheoryData<string, string, string> Guarded =>
        new()
        {
            { "project/glob", Capability.FilesystemRead, """{"patterns":["*"]}""" },
            { "project/readFile", Capability.FilesystemRead, """{"path":"f"}""" },
            { "project/changedFiles", Capability.FilesystemRead, "{}" },
            { "project/writeFile", Capability.FilesystemWrite, """{"path":"g","content":"x"}""" },
            { "project/createDirectory", Capability.FilesystemWrite, """{"path":"d"}""" },
            { "environment/get", Capability.Environment, """{"name":"SHOWN"}""" },
        };

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Dispatch_WithoutCapability_IsRefusedAndAudited(
        string method,
        string capability,
        string parameters
    )
    {
        using var project = new TestProject();
        File.WriteAllText(project.At("f"), "x");
        var others = Capability.All.Select(c => c.Id).Where(c => c != capability).ToArray();
        foreach (var call in new[] { parameters, """{"nonsense":1}""" })
        {
            var refusal = await Should.ThrowAsync<RpcErrorException>(() =>
                DispatchAsync(project, method, call, others)
            );

            refusal.Code.ShouldBe(RpcErrorCodes.CapabilityDenied);
            refusal.ErrorData!.Value.GetProperty("capability").GetString().ShouldBe(capability);
            refusal.ErrorData!.Value.GetProperty("plugin").GetString().ShouldBe("tool");
            refusal
                .ErrorData!.Value.GetProperty("hint")
                .GetString()
                .ShouldBe($"add {capability} to requires.capabilities");
        }

        project.AuditLines.Count.ShouldBe(2);
        project.AuditLines.ShouldAllBe(line =>
            line.Contains("\"outcome\":\"refused\"") && line.Contains(method) && line.Contains(capability)
        );
        Directory.EnumerateFileSystemEntries(project.Layout.Root).Count().ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Dispatch_WithCapability_IsAuditedThenDone(string method, string capability, string parameters)
    {
        using var project = new TestProject();
        File.WriteAllText(project.At("f"), "x");
        if (method != "project/changedFiles")
        {
            (await DispatchAsync(project, method, parameters, capability)).ShouldNotBeNull();
        }
        else
        {
            // No repository: it was tried.
            (
                await Should.ThrowAsync<RpcErrorException>(() => DispatchAsync(project, method, parameters, capability))
            ).Code.ShouldBe(RpcErrorCodes.NotFound);
        }

        project.AuditLines[0].ShouldContain("\"outcome\":\"allowed\"");
        var end = method == "project/changedFiles" ? "failed" : "done";
        project.AuditLines.Skip(1).ShouldAllBe(line => line.Contains($"\"outcome\":\"{end}\""));
        project.AuditLines.Count.ShouldBe(end == "failed" || capability == Capability.FilesystemWrite ? 2 : 1);
    }

    [Fact]
    public async Task Dispatch_ReadFile_TellsTextFromBytes()
    {
        using var project = new TestProject();
        File.WriteAllText(project.At("text"), "grüß\n");
        File.WriteAllBytes(project.At("bytes"), [0xff, 0xfe, 0x00]);

        var text = await DispatchAsync(project, "project/readFile", """{"path":"text"}""", "filesystem.read");
        var bytes = await DispatchAsync(project, "project/readFile", """{"path":"bytes"}""", "filesystem.read");

        text!.Value.GetProperty("content").GetString().ShouldBe("grüß\n");
        bytes!.Value.GetProperty("encoding").GetString().ShouldBe("base64");
        Convert.FromBase64String(bytes.Value.GetProperty("content").GetString()!).ShouldBe([0xff, 0xfe, 0x00]);
    }

    [Fact]
    public async Task Dispatch_WriteFile_TakesBothEncodings()
    {
        using var project = new TestProject();
        await DispatchAsync(
            project,
            "project/writeFile",
            """{"path":"b","content":"/w==","encoding":"base64"}""",
            "filesystem.write"
        );

        File.ReadAllBytes(project.At("b")).ShouldBe([0xff]);
        foreach (var (content, encoding) in new[] { ("%", "base64"), ("x", "utf-7") })
        {
            var call = new JsonObject
            {
                ["path"] = "c",
                ["content"] = content,
                ["encoding"] = encoding,
            }.ToJsonString();
            (
                await Should.ThrowAsync<RpcErrorException>(() =>
                    DispatchAsync(project, "project/writeFile", call, "filesystem.write")
                )
            ).Code.ShouldBe(RpcErrorCodes.InvalidParams);
        }

        File.Exists(project.At("c")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("project/readFile", "null")]
    [InlineData("project/readFile", """{"path":1}""")]
    [InlineData("project/readFile", "[]")]
    [InlineData("events/emit", "{}")]
    public async Task Dispatch_WrongParameters_AreRefused(string method, string parameters)
    {
        using var project = new TestProject();

        (
            await Should.ThrowAsync<RpcErrorException>(() =>
                DispatchAsync(project, method, parameters, "filesystem.read")
            )
        ).Code.ShouldBe(RpcErrorCodes.InvalidParams);
    }

    [Fact]
    public async Task Dispatch_UnknownMethod_SaysSo()
    {
        using var project = new TestProject();

        (await Should.ThrowAsync<RpcErrorException>(() => DispatchAsync(project, "no/such", "{}"))).Code.ShouldBe(
            RpcErrorCodes.MethodNotFound
        );
    }

    [Fact]
    public async Task Dispatch_FileInTheWay_IsAnErrorNotACrash()
    {
        using var project = new TestProject();
        File.WriteAllText(project.At("f"), "");

        var error = await Should.ThrowAsync<RpcErrorException>(() =>
            DispatchAsync(project, "project/writeFile", """{"path":"f/g","content":""}""", "filesystem.write")
        );

        error.Code.ShouldBeOneOf(RpcErrorCodes.InternalError, RpcErrorCodes.NotFound);
    }

    [Theory]
    [InlineData("plugin.tool.done", true)]
    [InlineData("plugin.a-b.c_d.1", true)]
    [InlineData("plugin", false)]
    [InlineData("plugin.", false)]
    [InlineData("plugin..x", false)]
    [InlineData("plugin.Tool", false)]
    [InlineData("workflow.implement.completed", false)]
    [InlineData("plugins.x", false)]
    [InlineData("plugin.x\n", false)]
    [InlineData("plugin.installed", false)]
    [InlineData("plugin.command.completed", false)]
    [InlineData("plugin.error", false)]
    [InlineData("plugin.error.mine", true)]
    public async Task Emit_OnlyUnderPlugin(string type, bool allowed)
    {
        using var project = new TestProject();
        var call = new JsonObject { ["type"] = type }.ToJsonString();
        if (allowed)
        {
            (await DispatchAsync(project, "events/emit", call))!
                .Value.GetProperty("id")
                .GetString()
                .ShouldStartWith("evt_");
            project.EventLines.Single().ShouldContain("\"source\":\"tool\"");
        }
        else
        {
            await Should.ThrowAsync<RpcErrorException>(() => DispatchAsync(project, "events/emit", call));
            project.EventLines.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    public async Task Emit_APayloadThatIsNoObject_IsRefused(string payload)
    {
        using var project = new TestProject();

        (
            await Should.ThrowAsync<RpcErrorException>(() =>
                DispatchAsync(project, "events/emit", $$"""{"type":"plugin.x","payload":{{payload}}}""")
            )
        ).Code.ShouldBe(RpcErrorCodes.InvalidParams);
        project.EventLines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("project/readFile", """{"path":".specify/plugins.lock.json"}""", "filesystem.read", "refused")]
    [InlineData("project/readFile", """{"path":"link"}""", "filesystem.read", "refused")]
    [InlineData("project/readFile", """{"path":"../outside"}""", "filesystem.read", "failed")]
    [InlineData("project/readFile", """{"path":"absent"}""", "filesystem.read", "failed")]
    [InlineData("project/readFile", """{"path":1}""", "filesystem.read", "failed")]
    [InlineData("project/writeFile", """{"path":".git/config","content":""}""", "filesystem.write", "refused")]
    [InlineData("environment/get", """{"name":"HIDDEN"}""", "environment", "refused")]
    [InlineData("events/emit", """{"type":"plugin.installed"}""", "filesystem.read", "refused")]
    [InlineData("no/such", "{}", "filesystem.read", "refused")]
    public async Task Dispatch_WhatIsNotDone_HasALineThatSaysSo(
        string method,
        string parameters,
        string capability,
        string outcome
    )
    {
        using var project = new TestProject();
        File.CreateSymbolicLink(project.At("link"), "/etc/passwd");

        await Should.ThrowAsync<RpcErrorException>(() => DispatchAsync(project, method, parameters, capability));

        var line = project.AuditLines[^1];
        line.ShouldContain($"\"outcome\":\"{outcome}\"");
        line.ShouldContain($"\"action\":\"{method}\"");
        line.ShouldContain("\"detail\":");
        project.AuditLines.Count(l => l.Contains($"\"outcome\":\"{outcome}\"")).ShouldBe(1);
    }

    [Fact]
    public async Task Dispatch_AFailureThatNeedsNoCapability_FillsNoLog()
    {
        using var project = new TestProject();

        await Should.ThrowAsync<RpcErrorException>(() => DispatchAsync(project, "events/emit", "{}"));

        project.AuditLines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Emit_TooMuch_IsRefused()
    {
        using var project = new TestProject();
        var large = new JsonObject
        {
            ["type"] = "plugin.x",
            ["payload"] = new JsonObject { ["a"] = new string('x', 300_000) },
        };
        var longName = new JsonObject { ["type"] = "plugin." + new string('x', 200) };

        (
            await Should.ThrowAsync<RpcErrorException>(() =>
                DispatchAsync(project, "events/emit", large.ToJsonString())
            )
        ).Code.ShouldBe(RpcErrorCodes.TooLarge);
        await Should.ThrowAsync<RpcErrorException>(() =>
            DispatchAsync(project, "events/emit", longName.ToJsonString())
        );
        project.EventLines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Conversation_NeedsNoCapabilityAndReachesTheConsole()
    {
        using var project = new TestProject();
        await DispatchAsync(project, "console/write", """{"text":"hello"}""");
        await DispatchAsync(
            project,
            "console/finding",
            """{"rule":"r","severity":"high","title":"t","description":"d","file":"f","line":1}"""
        );
        await DispatchAsync(project, "progress/report", """{"message":"half"}""");
        await DispatchAsync(project, "log/write", """{"level":"info","message":"m"}""");
        var config = await DispatchAsync(project, "config/get", "{}");

        project.Console.Lines.ShouldBe(["info: hello", "finding: r", "progress: half", "log: m"]);
        config!.Value.GetProperty("config").GetProperty("key").GetString().ShouldBe("value");
        project.AuditLines.ShouldBeEmpty();
    }

    private static async Task<JsonElement?> DispatchAsync(
        TestProject project,
        string method,
        string parameters,
        params string[] capabilities
    )
    {
        var plugin = new InstalledPlugin
        {
            Name = PluginName.Parse("tool"),
            Version = "1.0.0",
            Description = "",
            Trust = TrustLevel.Unsigned,
            Enabled = true,
            Tree = "",
            Archive = "",
            Resolved = "",
            Capabilities = [.. capabilities],
        };
        var context = new ServiceContext(
            project.Host,
            GrantedPlugin.In(project.Layout, plugin, [.. capabilities]),
            new JsonObject { ["key"] = "value" },
            project.Console
        )
        {
            EnvironmentNames = ["SHOWN"],
        };
        using var json = JsonDocument.Parse(parameters);
        return await new ServiceDispatcher(new ServiceTable(), context).DispatchAsync(
            method,
            json.RootElement.Clone(),
            default
        );
    }
}
