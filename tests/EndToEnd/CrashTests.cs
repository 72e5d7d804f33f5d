using System.Text.Json;

namespace Speckit.EndToEnd;

/// <summary>Killed at any moment, run twice at once: nothing is lost, nothing is half.</summary>
public sealed class CrashTests
{
    private const int Kills = 40;

    [Fact]
    public async Task Install_KilledAtAnyMoment_LeavesTheOldOrTheNewState()
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        string[] packages =
        [
            await sandbox.PackAgentAsync("victim", "1.0.0", files: 60),
            await sandbox.PackAgentAsync("victim", "2.0.0", files: 60),
        ];
        (await sandbox.SpecifyAsync("plugin", "install", packages[0], "--yes")).ShouldSucceed();
        (await sandbox.SpecifyAsync("plugin", "enable", "victim")).ShouldSucceed();
        var random = new Random(20261122);
        var seen = new HashSet<string>();
        for (var i = 0; i < Kills; i++)
        {
            await KillDuringInstallAsync(sandbox, packages[i % 2], random.Next(1, 60));
            seen.Add(await CheckConsistencyAsync(sandbox));
        }

        seen.ShouldBeSubsetOf(["1.0.0", "2.0.0"]);
        (await sandbox.SpecifyAsync("plugin", "install", packages[1], "--yes")).ShouldSucceed();
        (await CheckConsistencyAsync(sandbox)).ShouldBe("2.0.0");
    }

    [Fact]
    public async Task Installs_AtOnce_LoseNothing()
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        var packages = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            packages.Add(await sandbox.PackAgentAsync($"plugin-{i}"));
        }

        var installs = packages.Select(p => sandbox.SpecifyAsync("plugin", "install", p, "--yes"));
        foreach (var finished in await Task.WhenAll(installs))
        {
            finished.ShouldSucceed();
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(sandbox.LockFile));
        document
            .RootElement.GetProperty("plugins")
            .EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe(Enumerable.Range(0, 8).Select(i => $"plugin-{i}"));
        var listed = await sandbox.SpecifyAsync("plugin", "list", "--json");
        listed.ShouldSucceed().Output.ShouldNotContain("broken");
    }

    [Fact]
    public async Task Run_WhenTheHostIsKilled_LeavesNoPluginBehind()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var sandbox = await new Sandbox().InitializeAsync();
        var package = await sandbox.PackAsync(SleepingPlugin.Write(sandbox.Work));
        (await sandbox.SpecifyAsync("plugin", "install", package, "--yes")).ShouldSucceed();
        (await sandbox.SpecifyAsync("plugin", "enable", "sleeper")).ShouldSucceed();
        using var host = Tools.Start(Tools.Specify, ["run", "e2e:sleep"], sandbox.Project, sandbox.Home);
        var pidFile = Path.Combine(sandbox.Project, ".specify", "data", "sleeper", "home", "pid");
        await WaitAsync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'));
        // In a process namespace of its own the plugin's number is another one: it is told by its path.
        var plugin = Path.Combine(sandbox.Project, ".specify", "plugins", "sleeper");
        Processes.CountWith(plugin).ShouldBeGreaterThan(0);

        host.Kill();

        await host.WaitForExitAsync();
        await WaitAsync(() => Processes.CountWith(plugin) == 0);
        Processes.CountWith(plugin).ShouldBe(0);
    }

    [Fact]
    public async Task Run_Interrupted_EndsThePluginAndExitsWith130()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var sandbox = await new Sandbox().InitializeAsync();
        var package = await sandbox.PackAsync(SleepingPlugin.Write(sandbox.Work));
        (await sandbox.SpecifyAsync("plugin", "install", package, "--yes")).ShouldSucceed();
        (await sandbox.SpecifyAsync("plugin", "enable", "sleeper")).ShouldSucceed();
        using var host = Tools.Start(Tools.Specify, ["run", "e2e:sleep"], sandbox.Project, sandbox.Home);
        var pidFile = Path.Combine(sandbox.Project, ".specify", "data", "sleeper", "home", "pid");
        await WaitAsync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'));
        // In a process namespace of its own the plugin's number is another one: it is told by its path.
        var plugin = Path.Combine(sandbox.Project, ".specify", "plugins", "sleeper");
        Processes.CountWith(plugin).ShouldBeGreaterThan(0);

        (await Tools.RunAsync("kill", ["-INT", $"{host.Id}"], sandbox.Work, sandbox.Home)).ShouldSucceed();

        await host.WaitForExitAsync();
        host.ExitCode.ShouldBe(130);
        Processes.CountWith(plugin).ShouldBe(0);
    }

    private static async Task KillDuringInstallAsync(Sandbox sandbox, string package, int milliseconds)
    {
        using var process = Tools.Start(
            Tools.Specify,
            ["plugin", "install", package, "--yes"],
            sandbox.Project,
            sandbox.Home
        );
        await Task.Delay(milliseconds);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>The version that is installed, after making sure that lock, tree and agent file agree on it.</summary>
    private static async Task<string> CheckConsistencyAsync(Sandbox sandbox)
    {
        var listed = await sandbox.SpecifyAsync("plugin", "list", "--json");
        using var document = JsonDocument.Parse(listed.ShouldSucceed().Output);
        var plugin = document.RootElement.GetProperty("data").GetProperty("plugins").EnumerateArray().Single();
        plugin.GetProperty("state").GetString().ShouldBe("enabled");
        var version = plugin.GetProperty("version").GetString()!;

        var state = Path.Combine(sandbox.Project, ".specify");
        var staging = Path.Combine(state, "staging");
        Directory.Exists(staging).ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(staging).ShouldBeEmpty();
        File.ReadAllText(Path.Combine(state, "plugins", "victim", "plugin.yaml")).ShouldContain($"version: {version}");
        for (var i = 0; i < 60; i++)
        {
            File.ReadAllText(Path.Combine(state, "plugins", "victim", $"file{i}.txt")).ShouldBe($"{version} {i}");
        }

        File.ReadAllText(Path.Combine(sandbox.Project, ".claude", "agents", "victim-agent.md"))
            .ShouldContain($"Version {version}.");
        return version;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
        {
            await Task.Delay(50);
        }

        condition().ShouldBeTrue();
    }
}
