using System.Globalization;
using System.Text.Json;

namespace Speckit.EndToEnd.Resident;

/// <summary>The resident host as its own process, from start to end.</summary>
public sealed class ResidentHostTests
{
    [Fact]
    public async Task Host_FromStartToStop_KeepsPluginsWarmAndLeavesNothing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var sandbox = await PrepareAsync();
        var cold = await TokenAsync(sandbox);
        (await TokenAsync(sandbox)).Process.ShouldNotBe(cold.Process);
        (await sandbox.SpecifyAsync("host", "start")).ShouldSucceed();
        var warm = await TokenAsync(sandbox);

        (await TokenAsync(sandbox)).Process.ShouldBe(warm.Process);
        warm.Descriptors.ShouldBe(cold.Descriptors, "a warm plugin has what a cold one has");
        (await TokenAsync(sandbox, "--timeout", "60")).Process.ShouldNotBe(warm.Process);
        var other = await TokenAsync(sandbox, ("GREETING", "salve"));
        other.Greeting.ShouldBe("salve", "the caller's environment counts");
        other.Process.ShouldNotBe(warm.Process);
        var refused = await sandbox.SpecifyAsync("host", "start");
        refused.ExitCode.ShouldBe(1);
        refused.All.ShouldContain("SPK6041");

        (await sandbox.SpecifyAsync("host", "stop")).ShouldSucceed();

        Processes.Naming(sandbox.Project).ShouldBeEmpty("all has ended when stop ends");
        (await sandbox.SpecifyAsync("host", "status")).ShouldSucceed().Output.ShouldContain("No resident host");
        (await TokenAsync(sandbox)).Process.ShouldNotBe(warm.Process);
    }

    [Fact]
    public async Task Host_TerminalGone_StaysAndEndsWithSigterm()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var sandbox = await PrepareAsync();

        // A session with a terminal of its own; its end hangs up what is left in it.
        (
            await Tools.RunAsync(
                "script",
                ["-qec", $"'{Tools.Specify}' host start", "/dev/null"],
                sandbox.Project,
                sandbox.Home
            )
        ).ShouldSucceed();
        var warm = await TokenAsync(sandbox);
        (await TokenAsync(sandbox)).Process.ShouldBe(warm.Process);

        await SignalAsync(sandbox, "-TERM");

        await WaitUntilNoneAsync(sandbox);
        (await TokenAsync(sandbox)).Process.ShouldNotBe(warm.Process);
    }

    [Fact]
    public async Task Host_Killed_LeavesNoPluginAndRunsGoCold()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var sandbox = await PrepareAsync();
        (await sandbox.SpecifyAsync("host", "start")).ShouldSucceed();
        var warm = await TokenAsync(sandbox);
        using var running = Tools.Start(Tools.Specify, ["run", "e2e:wait"], sandbox.Project, sandbox.Home);
        running.StandardInput.Close();
        var errors = running.StandardError.ReadToEndAsync();
        var waits = Path.Combine(sandbox.Project, ".specify", "data", "echoing", "home", "waits");
        await Processes.WaitAsync(() => File.Exists(waits));

        await SignalAsync(sandbox, "-KILL");

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await running.WaitForExitAsync(limit.Token);
        running.ExitCode.ShouldBe(1);
        (await errors).ShouldContain("SPK6040");
        await WaitUntilNoneAsync(sandbox);
        File.ReadAllLines(waits).Length.ShouldBe(1, "it is not run a second time");
        Directory.GetFiles(Path.Combine(sandbox.Home, ".specify", "host"), "*.sock").ShouldNotBeEmpty();
        (await TokenAsync(sandbox)).Process.ShouldNotBe(warm.Process);
        _ = new AuditLines(sandbox.Project);
        (await sandbox.SpecifyAsync("host", "start")).ShouldSucceed();
        (await sandbox.SpecifyAsync("host", "stop")).ShouldSucceed();
    }

    [Fact]
    public async Task Host_CommandInterrupted_EndsThePluginAndServesTheNext()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var sandbox = await PrepareAsync();
        (await sandbox.SpecifyAsync("host", "start")).ShouldSucceed();
        var warm = await TokenAsync(sandbox);
        using var running = Tools.Start(Tools.Specify, ["run", "e2e:wait"], sandbox.Project, sandbox.Home);
        running.StandardInput.Close();
        var waits = Path.Combine(sandbox.Project, ".specify", "data", "echoing", "home", "waits");
        await Processes.WaitAsync(() => File.Exists(waits));

        (await Tools.RunAsync("kill", ["-INT", $"{running.Id}"], sandbox.Work, sandbox.Home)).ShouldSucceed();

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await running.WaitForExitAsync(limit.Token);
        running.ExitCode.ShouldBe(130);
        (await TokenAsync(sandbox)).Process.ShouldNotBe(warm.Process);
        (await sandbox.SpecifyAsync("host", "stop")).ShouldSucceed();
        Processes.Naming(sandbox.Project).ShouldBeEmpty();
    }

    private static async Task<Sandbox> PrepareAsync()
    {
        var sandbox = await new Sandbox().InitializeAsync();
        var package = await sandbox.PackAsync(EchoingPlugin.Write(sandbox.Work));
        (await sandbox.SpecifyAsync("plugin", "install", package, "--yes")).ShouldSucceed();
        (await sandbox.SpecifyAsync("plugin", "enable", "echoing")).ShouldSucceed();
        return sandbox;
    }

    private static Task<Token> TokenAsync(Sandbox sandbox, params string[] options) =>
        TokenAsync(sandbox, ("GREETING", "hello"), options);

    private static async Task<Token> TokenAsync(
        Sandbox sandbox,
        (string Name, string Value) variable,
        params string[] options
    )
    {
        var ran = await Tools.RunAsync(
            Tools.Specify,
            ["run", "e2e:token", "--json", .. options],
            sandbox.Project,
            sandbox.Home,
            new Dictionary<string, string> { [variable.Name] = variable.Value }
        );
        using var document = JsonDocument.Parse(ran.ShouldSucceed().Output);
        var words = document.RootElement.GetProperty("data").GetProperty("result").GetString()!.Split(' ');
        return new Token(words[0], words[1], words[2]);
    }

    private static async Task SignalAsync(Sandbox sandbox, string signal)
    {
        var status = (await sandbox.SpecifyAsync("host", "status", "--json")).ShouldSucceed();
        using var document = JsonDocument.Parse(status.Output);
        var id = document.RootElement.GetProperty("data").GetProperty("processId").GetInt32();
        var words = new[] { signal, id.ToString(CultureInfo.InvariantCulture) };
        (await Tools.RunAsync("kill", words, sandbox.Work, sandbox.Home)).ShouldSucceed();
    }

    private static async Task WaitUntilNoneAsync(Sandbox sandbox)
    {
        await Processes.WaitAsync(() => Processes.Naming(sandbox.Project).Count == 0);
        Processes.Naming(sandbox.Project).ShouldBeEmpty();
    }

    private sealed record Token(string Process, string Greeting, string Descriptors);
}
