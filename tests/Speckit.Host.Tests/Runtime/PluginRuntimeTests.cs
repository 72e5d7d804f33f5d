using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Speckit.Host.Events;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Runtime;
using Speckit.Host.Sandbox;
using Speckit.Host.Sdks;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Tests.Runtime;

/// <summary>Real plugins in real processes.</summary>
public sealed class PluginRuntimeTests
{
    private static readonly string[] All =
    [
        "echo:echo",
        "echo:read",
        "echo:sleep",
        "echo:spin",
        "echo:crash",
        "echo:fail",
        "echo:environment",
        "echo:emit",
        "echo:spawn",
        "echo:say",
    ];

    [Fact]
    public async Task Run_Commands_GoThroughOneProcess()
    {
        using var project = new TestProject();
        await project.EnabledAsync(PluginSource.Echo("tool", All) with { Capabilities = ["filesystem.read"] });
        File.WriteAllText(project.At("hello.txt"), "from the project");
        File.WriteAllText(project.Layout.PluginConfigFile(PluginName.Parse("tool")), "greeting: moin\n");
        await using var run = new Run(project);

        var echo = (await run.CommandAsync("echo:echo", "grüß dich")).Value;
        echo.ExitCode.ShouldBe(3);
        echo.Result!.Value.GetString().ShouldBe("grüß dich");
        Text(await run.CommandAsync("echo:read", "hello.txt")).ShouldBe("from the project");
        (await run.CommandAsync("echo:read", "absent.txt")).Diagnostics[0].Code.ShouldBe("SPK6007");
        Text(await run.CommandAsync("echo:emit", "plugin.tool.done")).ShouldStartWith("evt_");
        Text(await run.CommandAsync("echo:say")).ShouldBe("moin");
        project.Console.Lines.ShouldBe(["warning: careful", "finding: rule", "progress: half", "log: logged"]);

        (await run.CommandAsync("echo:echo", "too", "many")).Diagnostics[0].Code.ShouldBe("SPK6002");
        (await run.CommandAsync("echo:echo", new string('x', 17 << 20))).Diagnostics[0].Code.ShouldBe("SPK6002");
        (await run.CommandAsync("echo:fail")).Diagnostics[0].Message.ShouldContain("I cannot do that");
        project.EventLines.Count(l => l.Contains("plugin.error")).ShouldBe(4);
        project.EventLines.Count(l => l.Contains("plugin.command.completed")).ShouldBe(4);
        project.AuditLines.Count(l => l.Contains("\"start\"")).ShouldBe(3);
        (await project.Host.Audit.FindBreakAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Run_WithoutCapability_IsRefusedWithTheReason()
    {
        using var project = new TestProject();
        await project.EnabledAsync(PluginSource.Echo("tool", All));
        await using var run = new Run(project);

        var refused = await run.CommandAsync("echo:read", "x");

        refused.Diagnostics[0].Code.ShouldBe("SPK6008");
        refused.Diagnostics[0].Message.ShouldContain("filesystem.read");
        project.AuditLines.ShouldContain(l => l.Contains("refused") && l.Contains("project/readFile"));
    }

    [Fact]
    public async Task Run_Environment_HasNothingOfTheUsers()
    {
        using var project = new TestProject();
        var plugin = await project.EnabledAsync(PluginSource.Echo("tool", All));
        await using var run = new Run(project);

        var told = (await run.CommandAsync("echo:environment")).Value.Result!.Value;

        var names = told.EnumerateObject()
            .Select(p => p.Name)
            .Where(n => n.StartsWith('$'))
            .Select(n => n[1..])
            .ToArray();
        string[] allowed = ["HOME", "PATH", "LANG", "TMPDIR", "SystemRoot", "PATHEXT", "_"];
        names.ShouldAllBe(n => allowed.Contains(n) || n.StartsWith("DOTNET_"));
        var data = project.Layout.PluginDataDirectory(plugin.Name);
        told.GetProperty("$HOME").GetString().ShouldBe(Path.Combine(data, "home"));
        told.GetProperty("cwd").GetString().ShouldBe(data);
    }

    [Fact]
    public async Task Run_Crash_TellsTheLastWords()
    {
        using var project = new TestProject();
        await project.EnabledAsync(PluginSource.Echo("tool", All));
        await using var run = new Run(project);

        var crashed = await run.CommandAsync("echo:crash");

        crashed.Diagnostics[0].Code.ShouldBe("SPK6007");
        crashed.Diagnostics[0].Message.ShouldContain("ended during command/run");
        crashed.Diagnostics[0].Message.ShouldContain("my last words");
        Text(await run.CommandAsync("echo:echo", "again")).ShouldBe("again");
    }

    [Fact]
    public async Task Run_Timeout_EndsTheProcess()
    {
        using var project = new TestProject();
        await project.EnabledAsync(PluginSource.Echo("tool", All));
        await using var run = new Run(project, TestProject.TestLimits with { Call = TimeSpan.FromSeconds(4) });
        var started = Stopwatch.StartNew();

        var late = await run.CommandAsync("echo:spin");

        late.Diagnostics[0].Code.ShouldBe("SPK6006");
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        IsRunning(project.Console.Lines.Single().Split(' ')[1]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("echo:sleep")]
    [InlineData("echo:spin")]
    public async Task Run_Cancelled_StopsAtOnceAndIsAudited(string command)
    {
        using var project = new TestProject();
        await project.EnabledAsync(PluginSource.Echo("tool", All));
        using var cancellation = new CancellationTokenSource();
        await using (var run = new Run(project))
        {
            var running = run.InvokeAsync(command, [], cancellation.Token);
            await project.Console.First;

            await cancellation.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(running);
        }

        project.AuditLines[^1].ShouldContain("interrupted");
        if (command == "echo:spin")
        {
            IsRunning(project.Console.Lines.First().Split(' ')[1]).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("garbage", "SPK6007", "broke the protocol")]
    [InlineData("endless-line", "SPK6007", "broke the protocol")]
    [InlineData("future", "SPK6004", "protocol 99")]
    [InlineData("no-handlers", "SPK6005", "no handler for command:echo:echo")]
    [InlineData("end", "SPK6007", "I do not want to")]
    public async Task Enable_PluginBreaksTheProtocol_IsRefusedAndAudited(string mode, string code, string message)
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(PluginSource.Echo("tool", ["echo:echo"]) with { Mode = mode });

        var outcome = await project.EnableAsync(plugin.Name);

        outcome.Diagnostics[0].Code.ShouldBe(code, outcome.Diagnostics[0].ToString());
        outcome.Diagnostics[0].Message.ShouldContain(message);
        project.LockFile.Plugins[plugin.Name].Enabled.ShouldBeFalse();
        project.AuditLines[^1].ShouldContain("\"outcome\":\"failed\"");
    }

    [Fact]
    public async Task Start_NeverAnswers_TimesOut()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(PluginSource.Echo("tool", ["echo:echo"]) with { Mode = "silent" });
        await using var pool = new PluginPool(
            project.Host,
            project.Factory(TestProject.TestLimits with { Start = TimeSpan.FromMilliseconds(500) })
        );

        (await pool.GetAsync(plugin, "bin/EchoPlugin.dll", default)).Diagnostics[0].Code.ShouldBe("SPK6006");
    }

    [Fact]
    public async Task Start_NothingToStart_SaysWhy()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(PluginSource.Echo("tool", ["echo:echo"]));

        Code(plugin, "bin/absent.dll").ShouldBe("SPK6003");
        Code(plugin with { Runtime = PluginRuntime.Python }, "bin/EchoPlugin.dll").ShouldBe("SPK6009");

        string Code(InstalledPlugin installed, string path) =>
            PluginStart
                .Create(
                    project.Layout,
                    GrantedPlugin.In(project.Layout, installed, []),
                    path,
                    name =>
                        name == SdkLocation.ShareVariable
                            ? project.Outside("nowhere")
                            : Environment.GetEnvironmentVariable(name)
                )
                .Diagnostics[0]
                .Code;
    }

    [Fact]
    public async Task Dispose_LauncherUsed_EndsGrandchildren()
    {
        var binaries = Environment.GetEnvironmentVariable("SPECKIT_BIN");
        Assert.SkipWhen(
            string.IsNullOrEmpty(binaries) || OperatingSystem.IsWindows(),
            "SPECKIT_BIN does not name the folder of the native binary."
        );
        var launcher = Path.Combine(binaries, "specify");
        using var project = new TestProject();
        Directory.CreateDirectory(project.User.Directory);
        File.WriteAllText(project.User.ConfigFile, "sandbox: {tier: process}");
        await project.EnabledAsync(PluginSource.Echo("tool", All));
        string child;
        await using (var run = new Run(project, launcher: launcher))
        {
            child = Text(await run.CommandAsync("echo:spawn"));
            IsRunning(child).ShouldBeTrue();
        }

        // It was killed; its new parent has yet to take note of it.
        for (var i = 0; i < 100 && IsRunning(child); i++)
        {
            await Task.Delay(50);
        }

        IsRunning(child).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_DotnetPluginInTheBestTier_WorksAsOutside()
    {
        var binaries = Environment.GetEnvironmentVariable("SPECKIT_BIN");
        Assert.SkipWhen(
            string.IsNullOrEmpty(binaries) || OperatingSystem.IsWindows(),
            "SPECKIT_BIN does not name the folder of the native binary."
        );
        using var project = new TestProject();
        await project.EnabledAsync(PluginSource.Echo("tool", All) with { Capabilities = ["filesystem.read"] });
        File.WriteAllText(project.At("hello.txt"), "from the project");
        await using var run = new Run(project, launcher: Path.Combine(binaries, "specify"));

        (await run.CommandAsync("echo:echo", "inside")).Value.Result!.Value.GetString().ShouldBe("inside");
        Text(await run.CommandAsync("echo:read", "hello.txt")).ShouldBe("from the project");
        var told = (await run.CommandAsync("echo:environment")).Value.Result!.Value;
        told.GetProperty("cwd").GetString().ShouldBe(project.Layout.Root);
        (await run.CommandAsync("echo:spawn")).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task Run_IndexThatNamesAnotherFile_StartsNothing()
    {
        using var project = new TestProject();
        var plugin = await project.EnabledAsync(PluginSource.Echo("tool", ["echo:echo"]));
        File.WriteAllText(project.At("evil"), "#!/bin/sh\ntouch ran\n");
        var forged = plugin with
        {
            Runtime = PluginRuntime.Native,
            Commands = [plugin.Commands[0] with { Entrypoint = new Entrypoint("../../../evil", null) }],
        };
        await using var pool = new PluginPool(project.Host, project.Factory());

        var started = await pool.GetAsync(forged, "../../../evil", CancellationToken.None);

        started.Diagnostics[0].Code.ShouldBe("SPK5012");
        File.Exists(project.At("ran")).ShouldBeFalse();
    }

    [Fact]
    public async Task Find_UnknownOrDisabled_SaysWhatToDo()
    {
        using var project = new TestProject();
        await using var run = new Run(project);
        run.Find("echo:echo").Diagnostics[0].Hint.ShouldNotBeNull().ShouldContain("specify plugin list");
        await project.InstalledAsync(PluginSource.Echo("off", ["echo:fail"]));
        await project.EnabledAsync(PluginSource.Echo("tool", ["echo:echo"]));

        run.Find("echo:ecko").Diagnostics[0].Hint.ShouldBe("did you mean echo:echo?");
        run.Find("entirely:different").Diagnostics[0].Hint.ShouldBe("there are: echo:echo");
        run.Find("echo:fail").Diagnostics[0].Hint.ShouldBe("run 'specify plugin enable off'");
        run.Find("echo:echo").Value.Plugin.Name.ToString().ShouldBe("tool");
        File.WriteAllText(project.Layout.LockFile, "{");
        run.Find("echo:echo").Diagnostics[0].Code.ShouldBe("SPK5002");
    }

    [Fact]
    public async Task Run_FilesChangedSinceInstall_IsRefusedAndAudited()
    {
        using var project = new TestProject();
        var plugin = await project.EnabledAsync(PluginSource.Echo("tool", ["echo:echo"]));
        File.AppendAllText(Path.Combine(project.Layout.PluginDirectory(plugin.Name), "bin", "EchoPlugin.dll"), "x");
        await using var run = new Run(project);

        (await run.CommandAsync("echo:echo", "x")).Diagnostics[0].Code.ShouldBe("SPK5012");

        project.AuditLines[^1].ShouldContain("refused");
    }

    [Fact]
    public async Task Enable_CommandProvidedAlready_IsRefused()
    {
        using var project = new TestProject();
        await project.EnabledAsync(PluginSource.Echo("one", ["echo:echo"]));
        var two = await project.InstalledAsync(PluginSource.Echo("two", ["echo:echo", "echo:fail"]));

        (await project.EnableAsync(two.Name))
            .Diagnostics.Single()
            .Message.ShouldContain("command echo:echo of two is provided by one");
    }

    [Fact]
    public async Task Deliver_Events_InOrderPastFailuresAndFilters()
    {
        using var project = new TestProject();
        string[] hooks = ["event: plugin.fail", "event: \"plugin.echo.**\"", "event: plugin.spin, timeout: 1"];
        await project.EnabledAsync(PluginSource.Echo("b", ["echo:echo"], hooks));
        await project.EnabledAsync(
            PluginSource.Echo("a", ["echo:fail"], "event: \"plugin.echo.**\", filter: { n: [1, 2] }")
        );
        while (project.Host.Events.TryTake(out _))
        {
            // What enabling said is not of interest.
        }

        var failures = new List<Diagnostic>();
        await using var dispatcher = new HookDispatcher(
            project.Host,
            new PluginPool(project.Host, project.Factory()),
            failures.Add
        );
        foreach (
            var (type, payload) in new[]
            {
                ("plugin.fail", "{}"),
                ("plugin.echo.x", """{"n":1}"""),
                ("plugin.spin", "{}"),
                ("plugin.echo.y", """{"n":3}"""),
                ("plugin.nobody", "{}"),
            }
        )
        {
            await PublishAsync(project.Host.Events, type, payload);
        }

        await dispatcher.DeliverAsync(default);

        project.Console.Lines.ShouldBe([
            "info: a saw plugin.echo.x",
            "info: b saw plugin.echo.x",
            "info: b saw plugin.echo.y",
        ]);
        failures.Select(f => f.Code).ShouldBe(["SPK6010", "SPK6010"]);
        failures[0].Message.ShouldContain("the hook does not like it");
        failures[1].Message.ShouldContain("did not answer");
        project.AuditLines.Count(l => l.Contains("\"hook\"")).ShouldBe(5);
    }

    [Fact]
    public async Task Deliver_HooksAnswerEventsWithEvents_Ends()
    {
        using var project = new TestProject();
        await project.EnabledAsync(PluginSource.Echo("tool", [], "event: plugin.loop"));
        var failures = new List<Diagnostic>();
        await using var dispatcher = new HookDispatcher(
            project.Host,
            new PluginPool(project.Host, project.Factory()),
            failures.Add
        );
        await PublishAsync(project.Host.Events, "plugin.loop", "{}");

        await dispatcher.DeliverAsync(default);
        await dispatcher.DeliverAsync(default);

        failures.Single().Message.ShouldContain("more than 1000 events");
    }

    [Fact]
    public async Task Locator_FindsWhatIsThere()
    {
        RuntimeLocator.FindExecutable(PluginRuntime.Dotnet).ShouldNotBeNull();
        RuntimeLocator.FindExecutable(PluginRuntime.Native).ShouldBeNull();
        (await RuntimeLocator.FindVersionAsync(PluginRuntime.Dotnet, default))
            .ShouldNotBeNull()
            .Major.ShouldBeGreaterThanOrEqualTo(10);
        (await RuntimeLocator.FindVersionAsync(PluginRuntime.Native, default)).ShouldBeNull();
        Enum.GetValues<PluginRuntime>().Select(RuntimeLocator.NameOf).ShouldBe(["dotnet", "native", "python", "node"]);
    }

    [Fact]
    public void Launcher_WrongCall_SaysItCannot()
    {
        PluginLauncher.Run([PluginLauncher.Verb]).ShouldBe(126);
        PluginLauncher.Run([PluginLauncher.Verb, "x", "y"]).ShouldBe(126);
        PluginLauncher.Prefix().ShouldBe(["__launch", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
    }

    private static string Text(Result<CommandRunResult> result) => result.Value.Result!.Value.GetString()!;

    private static async Task PublishAsync(EventBus events, string type, string payload)
    {
        using var json = JsonDocument.Parse(payload);
        await events.PublishAsync(type, "core", json.RootElement.Clone(), null, null, default);
    }

    private static bool IsRunning(string id)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
