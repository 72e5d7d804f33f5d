using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary>Installing, consent and removing, without any process of a plugin.</summary>
public sealed class InstallTests
{
    [Fact]
    public async Task Install_NoTerminal_SaysWhatItWouldHaveAskedAndExits3()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"), capabilities: "[filesystem.read, network]");

        var run = await session.RunAsync("plugin", "install", session.At("demo"));

        run.ShouldExit(3).All.ShouldContain("filesystem.read");
        run.All.ShouldContain("network");
        run.Error.ShouldContain("--yes");
        (await session.RunAsync("plugin", "list")).Output.ShouldContain("No plugins installed");
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("YES\n", 0)]
    [InlineData("n\n", 3)]
    [InlineData("\n", 3)]
    [InlineData("", 3)]
    [InlineData("yes please\n", 3)]
    public async Task Install_Terminal_DoesWhatTheUserAnswers(string typed, int code)
    {
        using var session = new CliSession().Typing(typed);
        Plugins.WriteScript(session.At("demo"), capabilities: "[filesystem.read]");

        var run = await session.RunAsync("plugin", "install", session.At("demo"));

        run.ShouldExit(code).Output.ShouldContain("Accept and install? [y/N]: ");
        Directory.Exists(Path.Combine(session.Project, ".specify", "plugins", "demo")).ShouldBe(code == 0);
    }

    [Fact]
    public async Task InstallListInfoRemove_Yes_Works()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"), capabilities: "[filesystem.read]");

        var installed = await session.RunAsync("plugin", "install", session.At("demo"), "--yes");
        installed.ShouldExit(0).Output.ShouldContain("Run 'specify plugin enable demo' to activate.");
        installed.Output.ShouldContain("Not signed");
        (await session.RunAsync("plugin", "list")).ShouldExit(0).Output.ShouldContain("disabled");
        var list = await session.RunAsync("plugin", "list", "--json");
        list.ShouldExit(0).Data["plugins"]![0]!["capabilities"]![0]!.GetValue<string>().ShouldBe("filesystem.read");
        (await session.RunAsync("plugin", "info", "demo")).ShouldExit(0).Output.ShouldContain("demo v1.0.0");
        var info = await session.RunAsync("plugin", "info", "demo", "--json");
        info.ShouldExit(0).Data["installed"]!["enabled"]!.GetValue<bool>().ShouldBeFalse();

        var removed = await session.RunAsync("plugin", "remove", "demo", "--json", "--yes");
        removed.ShouldExit(0).Data["name"]!.GetValue<string>().ShouldBe("demo");
        (await session.RunAsync("plugin", "list")).Output.ShouldContain("No plugins installed");
    }

    [Fact]
    public async Task Remove_InText_SaysWhatWasDeleted()
    {
        using var session = await InstalledAsync();

        (await session.RunAsync("plugin", "remove", "demo", "--purge", "--yes"))
            .ShouldExit(0)
            .Output.ShouldContain("Deleted .specify/plugins/demo/");
    }

    [Fact]
    public async Task Install_Again_TellsTheVersionBefore()
    {
        using var session = await InstalledAsync();
        Plugins.WriteScript(session.At("demo"), version: "1.1.0");

        var run = await session.RunAsync("plugin", "install", session.At("demo"), "--yes", "--json");

        run.ShouldExit(0).Data["replaced"]!.GetValue<string>().ShouldBe("1.0.0");
        run.Error.ShouldContain("(was 1.0.0)");
    }

    [Theory]
    [InlineData("./nothing")]
    [InlineData("nothing.tar.gz")]
    [InlineData("Not A Name")]
    [InlineData("x@not a range")]
    public async Task Install_SourceThatIsNone_IsBadInput(string source)
    {
        using var session = new CliSession();

        (await session.RunAsync("plugin", "install", source, "--yes", "--json"))
            .ShouldExit(2)
            .Codes.First()
            .ShouldStartWith("SPK");
    }

    [Fact]
    public async Task Install_ArchiveOfGarbage_IsAClearError()
    {
        using var session = new CliSession();
        File.WriteAllText(session.At("x-1.0.0.tar.gz"), "garbage");

        var run = await session.RunAsync("plugin", "install", session.At("x-1.0.0.tar.gz"), "--yes", "--json");

        run.ExitCode.ShouldBeInRange(1, 3);
        run.Codes.First().ShouldStartWith("SPK20");
    }

    [Fact]
    public async Task Run_LockFileOfGarbage_SaysWhereTheMistakeIs()
    {
        using var session = new CliSession();
        File.WriteAllText(Path.Combine(session.Project, ".specify", "plugins.lock.json"), "{ \"lockVersion\": ");

        foreach (var command in (string[])["plugin list", "run x:y", "trust", "plugin enable x"])
        {
            var run = await session.RunAsync([.. command.Split(' '), "--json"]);
            run.ExitCode.ShouldBeInRange(1, 2);
            run.Error.ShouldContain("plugins.lock.json");
            run.Codes.ShouldBe(["SPK5002"]);
        }
    }

    [Fact]
    public async Task Install_Cancelled_Exits130AndLeavesNothing()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var run = await session.RunAsync(["plugin", "install", session.At("demo"), "--yes", "--json"], cancelled.Token);

        run.ShouldExit(130).Json["ok"]!.GetValue<bool>().ShouldBeFalse();
        run.Error.ShouldContain("interrupted");
        Directory.Exists(Path.Combine(session.Project, ".specify", "plugins", "demo")).ShouldBeFalse();
    }

    [Fact]
    public async Task Install_HostileTexts_NeverReachTheTerminalRaw()
    {
        using var session = new CliSession().Typing("y\n");
        session.NoColor = true;
        const string Evil = @"\e]0;x\a\e[2J\u202Eevil\r\nSPK0000";
        Plugins.WriteScript(session.At("demo"), description: Evil, author: Evil, capabilities: "[filesystem.read]");

        foreach (
            var args in (string[][])
                [
                    ["plugin", "validate", session.At("demo")],
                    ["plugin", "install", session.At("demo")],
                    ["plugin", "list"],
                    ["plugin", "info", "demo"],
                    ["trust"],
                    ["plugin", "remove", "demo", "--yes"],
                ]
        )
        {
            var run = await session.RunAsync(args);
            Hostile.ShouldBeHarmless(run.All, string.Join(' ', args));
        }
    }

    [Fact]
    public async Task Trust_NothingInstalled_SaysSo()
    {
        using var session = new CliSession();

        (await session.RunAsync("trust")).ShouldExit(0).Output.ShouldContain("was consented to");
        (await session.RunAsync("trust", "--json")).ShouldExit(0).Data["trusted"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<CliSession> InstalledAsync()
    {
        var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));
        (await session.RunAsync("plugin", "install", session.At("demo"), "--yes")).ShouldExit(0);
        return session;
    }
}
