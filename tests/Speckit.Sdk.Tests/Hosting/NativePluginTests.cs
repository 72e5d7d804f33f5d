using System.Diagnostics;
using System.Text.Json.Nodes;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Hosting;

/// <summary>A NativeAOT plugin as a process: nothing of the SDK needs what the compiler took away.</summary>
public sealed class NativePluginTests(NativePluginFixture native) : IClassFixture<NativePluginFixture>, IAsyncLifetime
{
    private readonly PluginTestHost _host = new() { PluginName = "native-sample" };
    private Process? _process;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(native.Executable is null, native.Why);
        _process = Process.Start(
            new ProcessStartInfo(native.Executable!)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        );
        await _host.ConnectAsync(_process!.StandardOutput.BaseStream, _process.StandardInput.BaseStream);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    [Fact]
    public void Initialize_Native_KnowsItsHandlers() =>
        _host.Handlers.ShouldBe([
            "command:native:count",
            "command:native:print",
            "hook:plugin.native.*",
            "phase:implement:before",
            "phase:implement:after",
            "stack:native-stack",
        ]);

    [Fact]
    public async Task Command_Native_BindsAttributesAndConfiguration()
    {
        _host.Project.CreateFile("a.txt", "1\n2\n3\n");
        _host.Config["word"] = "row";
        await _host.ConfigureAsync();

        var options = new JsonObject { ["limit"] = "2", ["unit"] = "long-lines" };
        var result = await _host.RunCommandAsync("native:count", ["a.txt"], options);

        result.Result!.Value.GetRawText().ShouldBe("""{"path":"a.txt","lines":2}""");
        _host.ConsoleLines.Single().Text.ShouldBe("counting each row (LongLines)");
        _host.Events.Single().Type.ShouldBe("plugin.native.counted");
        var wrong = () => _host.RunCommandAsync("native:count", ["a.txt"], new JsonObject { ["unit"] = "words" });
        (await Should.ThrowAsync<RpcErrorException>(wrong)).Message.ShouldContain("lines, long-lines");
    }

    [Fact]
    public async Task Command_Denied_AnswersTheRefusal()
    {
        _host.Capabilities.Clear();

        var error = await Should.ThrowAsync<RpcErrorException>(() => _host.RunCommandAsync("native:count", ["a"]));

        error.Code.ShouldBe(RpcErrorCodes.CapabilityDenied);
    }

    [Fact]
    public async Task Hook_Phase_Stack_Native_Answer()
    {
        var json = ProtocolJsonContext.Default;
        await _host.SendEventAsync(_host.CreateEvent("plugin.native.counted"), "NativePlugin.CountedHook");

        _host.ConsoleLines.Single().Text.ShouldBe("heard plugin.native.counted");
        (await _host.RunPhaseAsync("before", "implement", "auth")).Message.ShouldBe("go on with auth");
        (await _host.RunPhaseAsync("after", "implement")).ShouldBe(new PhaseResult(false, "nothing changed"));
        var stack = new StackParams("native-stack");
        var files = await _host.CallAsync(Methods.StackScaffold, stack, json.StackParams, json.StackScaffold);
        files.Files["README.md"].ShouldBe("# test-project\n");
        (await _host.CallAsync(Methods.StackConfiguration, stack, json.StackParams, json.StackConfiguration))
            .Configuration.GetRawText()
            .ShouldBe("""{"dependencies":[],"devDependencies":[]}""");
    }

    [Fact]
    public async Task Print_InEveryWay_GoesToStandardErrorAndBreaksNothing()
    {
        (await _host.RunCommandAsync("native:print")).ExitCode.ShouldBe(0);
        (await _host.RunPhaseAsync("before", "implement", "x")).Continue.ShouldBeTrue();

        _process!.StandardInput.Close();
        var log = await _process.StandardError.ReadToEndAsync();
        log.ShouldContain("by the console");
        log.ShouldContain("by the stream");
        log.ShouldContain("by a child");
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Export_Native_WritesItsPersonas()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"native-{Guid.NewGuid():N}");
        try
        {
            var (code, output) = await NativePluginFixture.RunAsync(
                native.Executable!,
                ["--export-personas", Path.Combine(folder, "agents")]
            );

            code.ShouldBe(0, output);
            output.ShouldContain("persona_file: agents/line-counter.md");
            (await File.ReadAllTextAsync(Path.Combine(folder, "agents/line-counter.md"))).ShouldContain("never twice");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
