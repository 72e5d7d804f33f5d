using System.Diagnostics;
using System.Text.Json.Nodes;
using Speckit.Host.Platform;
using Speckit.Host.Runtime;
using Speckit.Host.Services.Shell;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;

namespace Speckit.Host.Tests.Services;

/// <summary><c>shell/run</c>, with programs started without a sandbox: what surrounds them is tested with the sandbox.</summary>
public sealed class ShellTests : IDisposable
{
    private static readonly string[] Both = ["subprocess", "filesystem.read"];
    private readonly TestProject _project = new();

    [Fact]
    public async Task Run_Program_TellsOutputsAndCode()
    {
        using var plugin = Plugin(Both);

        var ran = await plugin.CallAsync(
            "shell/run",
            Call("sh", "-c", "read line; echo \"out:$line:$1\"; echo err >&2; exit 3", "sh", "a b'c\"$HOME;")
        );

        ran.GetProperty("exitCode").GetInt32().ShouldBe(3);
        ran.GetProperty("stdout").GetString().ShouldBe("out::a b'c\"$HOME;\n");
        ran.GetProperty("stderr").GetString().ShouldBe("err\n");
        _project.AuditLines.Count.ShouldBe(2);
        _project.AuditLines[0].ShouldContain("\"outcome\":\"allowed\"");
        _project.AuditLines[1].ShouldContain("exit code 3");
    }

    [Fact]
    public async Task Run_EndlessOutput_IsCutAndEnded()
    {
        using var plugin = Plugin(Both);
        var call = Call("sh", "-c", "yes & yes >&2");
        call["timeout"] = 1;
        var started = Stopwatch.StartNew();

        var ran = await plugin.CallAsync("shell/run", call);

        ran.GetProperty("timedOut").GetBoolean().ShouldBeTrue();
        ran.GetProperty("truncated").GetBoolean().ShouldBeTrue();
        ran.GetProperty("stdout").GetString()!.Length.ShouldBe(ProgramRun.MaxOutput);
        ran.GetProperty("stderr").GetString()!.Length.ShouldBe(ProgramRun.MaxOutput);
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        _project.AuditLines[^1].ShouldContain("its time was over");
    }

    [Fact]
    public async Task Run_Cancelled_EndsTheProgramAndIsAudited()
    {
        using var plugin = Plugin(Both);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            plugin.CallAsync("shell/run", Call("sleep", "60").ToJsonString(), cancellation.Token)
        );

        _project.AuditLines[^1].ShouldContain("\"outcome\":\"failed\"");
        _project.AuditLines[^1].ShouldContain("cancelled");
    }

    [Fact]
    public async Task Run_Folder_IsOneOfTheProjectWithoutLinks()
    {
        Directory.CreateDirectory(_project.At("src"));
        Directory.CreateSymbolicLink(_project.At("out"), "/");
        using var plugin = Plugin(Both);

        (await plugin.CallAsync("shell/run", In("src")))
            .GetProperty("stdout")
            .GetString()
            .ShouldBe(_project.At("src") + "\n");

        (await plugin.FailAsync("shell/run", In("out"))).Code.ShouldBe(RpcErrorCodes.Refused);
        (await plugin.FailAsync("shell/run", In("../x"))).Code.ShouldBe(RpcErrorCodes.InvalidParams);
        (await plugin.FailAsync("shell/run", In("absent"))).Code.ShouldBe(RpcErrorCodes.NotFound);
        using var blind = Plugin(["subprocess"]);
        (await blind.FailAsync("shell/run", In("src"))).Message.ShouldContain("filesystem.read");

        static JsonObject In(string folder)
        {
            var call = Call("pwd");
            call["cwd"] = folder;
            return call;
        }
    }

    [Fact]
    public async Task Run_NoSuchProgram_SaysSo()
    {
        File.WriteAllText(_project.At("data.txt"), "no program");
        using var plugin = Plugin(Both);

        (await plugin.FailAsync("shell/run", Call("no-such-program-anywhere"))).Message.ShouldBe(
            "there is no program 'no-such-program-anywhere' on the PATH"
        );
        (await plugin.FailAsync("shell/run", Call("./data.txt"))).Code.ShouldBe(RpcErrorCodes.NotFound);
        (await plugin.FailAsync("shell/run", Call("/nowhere/x"))).Code.ShouldBe(RpcErrorCodes.NotFound);
    }

    [Theory]
    [InlineData("""{"argv":[]}""")]
    [InlineData("""{"argv":[""]}""")]
    [InlineData("""{"argv":["ls",null]}""")]
    [InlineData("""{"argv":["ls","a\u0000b"]}""")]
    [InlineData("""{"argv":"ls -l"}""")]
    [InlineData("""{"argv":["ls"],"timeout":0}""")]
    [InlineData("""{"argv":["ls"],"timeout":-1}""")]
    [InlineData("{}")]
    public async Task Run_WrongParameters_AreRefused(string parameters)
    {
        using var plugin = Plugin(Both);

        (await plugin.FailAsync("shell/run", JsonNode.Parse(parameters)!)).Code.ShouldBe(RpcErrorCodes.InvalidParams);
    }

    [Fact]
    public async Task Run_TooManyCharacters_AreRefused()
    {
        using var plugin = Plugin(Both);

        (await plugin.FailAsync("shell/run", Call("echo", new string('x', 200_000)))).Code.ShouldBe(
            RpcErrorCodes.TooLarge
        );
    }

    [Fact]
    public async Task Run_WithoutSandbox_IsRefused()
    {
        using var plugin = new ServiceCaller(_project, Both);

        var refused = await plugin.FailAsync("shell/run", Call("true"));

        refused.Code.ShouldBe(RpcErrorCodes.Refused);
        refused.Message.ShouldContain("sandbox");
        _project.AuditLines[^1].ShouldContain("\"outcome\":\"refused\"");
    }

    [Fact]
    public async Task Run_CannotBeStarted_IsAnError()
    {
        using var plugin = new ServiceCaller(
            _project,
            Both,
            c =>
                c with
                {
                    StartProgram = (_, _) =>
                        Task.FromResult<Result<RunningProgram>>(HostDiagnostics.SandboxFailed.Error("it is broken")),
                }
        );

        (await plugin.FailAsync("shell/run", Call("true"))).Message.ShouldBe("it is broken");
    }

    public void Dispose() => _project.Dispose();

    private ServiceCaller Plugin(string[] capabilities) =>
        new(_project, capabilities, c => c with { StartProgram = StartAsync });

    private static JsonObject Call(params string[] argv) =>
        new() { ["argv"] = new JsonArray([.. argv.Select(a => JsonValue.Create(a))]) };

    private Task<Result<RunningProgram>> StartAsync(ProgramStart wanted, CancellationToken cancellationToken)
    {
        // In a group of its own, as the launcher puts it.
        var start = new ProcessStartInfo("setsid", ["-w", wanted.Program, .. wanted.Arguments])
        {
            WorkingDirectory = wanted.Folder ?? _project.Layout.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        PluginEnvironment.Apply(start, _project.Outside("data"), Environment.GetEnvironmentVariable);
        var process = Process.Start(start)!;
        return Task.FromResult<Result<RunningProgram>>(new RunningProgram(process, () => EndAsync(process)));
    }

    private static async ValueTask EndAsync(Process process)
    {
        ProcessGroup.Kill(process, leadsGroup: false);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
