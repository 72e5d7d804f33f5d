using System.Text.Json;

namespace Speckit.EndToEnd;

/// <summary>Publish, install, enable, run, disable, remove: the whole house on real input.</summary>
public sealed class WholeWayTests
{
    [Fact]
    public async Task Plugin_FromPublishToRemove_DoesItsWorkAndLeavesTheProjectClean()
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        await using var registry = await RunningRegistry.StartAsync(sandbox);
        await PrepareProjectAsync(sandbox);
        var package = Path.Combine(sandbox.Work, Path.GetFileName(Tools.SecurityScanner));
        File.Copy(Tools.SecurityScanner, package);
        await registry.PublishAsync(package, await registry.CreateTokenAsync("security-team"));

        (await sandbox.SpecifyAsync("plugin", "registry", "add", registry.Url, "--name", "local")).ShouldSucceed();
        (await sandbox.SpecifyAsync("plugin", "search", "security")).Output.ShouldContain("security-scanner");
        (await sandbox.SpecifyAsync("plugin", "info", "security-scanner")).Output.ShouldContain("filesystem.read");
        var refused = await sandbox.SpecifyAsync("plugin", "install", "security-scanner");
        refused.ExitCode.ShouldBe(3, "without a terminal and --yes nobody consented");
        File.Exists(sandbox.LockFile).ShouldBeFalse();
        var installed = await sandbox.SpecifyAsync("plugin", "install", "security-scanner", "--yes");
        installed.ShouldSucceed().Output.ShouldContain("Package signature valid");
        (await sandbox.SpecifyAsync("plugin", "enable", "security-scanner")).ShouldSucceed();
        File.Exists(Path.Combine(sandbox.Project, ".claude", "commands", "jpspec", "security-scan.md")).ShouldBeTrue();

        await ScanTwiceAsync(sandbox);
        await ReadAndEditWithRealBacklogAsync(sandbox);

        (await sandbox.SpecifyAsync("plugin", "disable", "security-scanner")).ShouldSucceed();
        Directory.Exists(Path.Combine(sandbox.Project, ".claude")).ShouldBeFalse();
        (await sandbox.SpecifyAsync("plugin", "remove", "security-scanner")).ShouldSucceed();
        Directory.Exists(Path.Combine(sandbox.Project, ".specify", "plugins", "security-scanner")).ShouldBeFalse();
        (await sandbox.SpecifyAsync("plugin", "list")).Output.ShouldContain("No plugins installed");
    }

    [Fact]
    public async Task Ospec_IsTheSameProgramByAnotherName()
    {
        using var sandbox = new Sandbox();
        var help = await Tools.RunAsync(Tools.Ospec, ["plugin", "install", "--help"], sandbox.Project, sandbox.Home);
        help.ShouldSucceed().Output.ShouldContain("ospec plugin install security-scanner");
    }

    private static async Task PrepareProjectAsync(Sandbox sandbox)
    {
        Directory.CreateDirectory(Path.Combine(sandbox.Project, "src"));
        File.WriteAllText(
            Path.Combine(sandbox.Project, "src", "auth.py"),
            "import hashlib\n\ndef digest(value):\n    return hashlib.md5(value).hexdigest()\n"
        );
        (await Tools.RunAsync("git", ["init", "--quiet", "."], sandbox.Project, sandbox.Home)).ShouldSucceed();
        var initialized = await Tools.RunAsync(
            Tools.Backlog,
            ["init", "Demo", "--defaults", "--integration-mode", "none"],
            sandbox.Project,
            sandbox.Home
        );
        initialized.ShouldSucceed();
    }

    private static async Task ScanTwiceAsync(Sandbox sandbox)
    {
        var first = await sandbox.SpecifyAsync("run", "jpspec:security-scan", "--json");
        first.ExitCode.ShouldBe(1, first.All);
        using var document = JsonDocument.Parse(first.Output);
        var findings = document.RootElement.GetProperty("data").GetProperty("findings");
        findings.GetArrayLength().ShouldBe(1);
        findings[0].GetProperty("file").GetString().ShouldBe("src/auth.py");
        findings[0].GetProperty("line").GetInt32().ShouldBe(4);

        (await sandbox.SpecifyAsync("run", "jpspec:security-scan")).ExitCode.ShouldBe(1);
        Directory
            .EnumerateFiles(Path.Combine(sandbox.Project, "backlog", "tasks"))
            .Count()
            .ShouldBe(1, "a finding has one task, however often it is found");
    }

    private static async Task ReadAndEditWithRealBacklogAsync(Sandbox sandbox)
    {
        var list = await Backlog("task", "list", "--plain");
        list.ShouldSucceed().Output.ShouldContain("TASK-1 - [Security]");
        (await Backlog("task", "edit", "1", "--status", "In Progress", "--plain")).ShouldSucceed();
        var again = await sandbox.SpecifyAsync("run", "jpspec:security-scan", "--json");
        again.ExitCode.ShouldBe(1, again.All);
        var view = await Backlog("task", "view", "1", "--plain");
        view.ShouldSucceed().Output.ShouldContain("In Progress");
        view.Output.ShouldContain("plugin:security-scanner");

        Task<Finished> Backlog(params string[] arguments) =>
            Tools.RunAsync(Tools.Backlog, arguments, sandbox.Project, sandbox.Home);
    }
}
