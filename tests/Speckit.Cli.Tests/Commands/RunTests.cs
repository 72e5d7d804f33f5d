using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary>A project with the greeter installed and enabled: a real C# plugin in a real process.</summary>
public sealed class GreeterProject : IAsyncLifetime
{
    public CliSession Session { get; } = new();

    public CliRun? Enabled { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var folder = Plugins.WriteGreeter(Session.At("greeter"));
        (await Session.RunAsync("plugin", "install", folder, "--yes")).ShouldExit(0);
        Enabled = (await Session.RunAsync("plugin", "enable", "greeter")).ShouldExit(0);
    }

    public ValueTask DisposeAsync()
    {
        Session.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class RunTests(GreeterProject project) : IClassFixture<GreeterProject>
{
    [Fact]
    public async Task Enable_Installed_WritesTheAgentsFilesAndSaysHowToUseIt()
    {
        project.Enabled!.Output.ShouldContain("greeter is now active.");
        project.Enabled.Output.ShouldContain("specify run greet:hello");
        Directory
            .EnumerateFiles(Path.Combine(project.Session.Project, ".claude"), "*", SearchOption.AllDirectories)
            .ShouldNotBeEmpty();
        (await project.Session.RunAsync("plugin", "enable", "greeter")).ShouldExit(0).Output.ShouldContain("already");
    }

    [Theory]
    [InlineData("run greet:hello", "Hello, World!")]
    [InlineData("run greet:hello Ada", "Hello, Ada!")]
    [InlineData("run greet:hello Ada --shout", "HELLO, ADA!")]
    [InlineData("run greet:hello --shout=false Ada", "Hello, Ada!")]
    [InlineData("run greet:hello -- --shout", "Hello, --shout!")]
    public async Task Run_Arguments_ReachThePlugin(string line, string said)
    {
        var run = await project.Session.RunAsync(line.Split(' '));

        run.ShouldExit(0).Output.Trim().ShouldBe(said);
    }

    [Fact]
    public async Task Run_Json_HasTheResultAndKeepsTextApart()
    {
        var run = await project.Session.RunAsync("run", "greet:hello", "Ada", "--times", "2", "--json");

        run.ShouldExit(0).Data["result"]!["who"]!.GetValue<string>().ShouldBe("Ada");
        run.Data["result"]!["times"]!.GetValue<int>().ShouldBe(2);
        run.Data["plugin"]!.GetValue<string>().ShouldBe("greeter");
        run.Error.ShouldContain("Hello, Ada!");
    }

    [Fact]
    public async Task Run_HelpOfAPluginsCommand_IsThatCommands()
    {
        var help = await project.Session.RunAsync("run", "greet:hello", "--help");

        help.ShouldExit(0).Output.ShouldContain("Greets somebody (plugin greeter 1.0.0)");
        help.Output.ShouldContain("specify run greet:hello [who] [options]");
        help.Output.ShouldContain("<who>");
        help.Output.ShouldContain("Whom to greet [default: World]");
        help.Output.ShouldContain("--times <value>");
        help.Output.ShouldNotContain("--timeout");
        (await project.Session.RunAsync("run", "greet:absent", "--help"))
            .ShouldExit(0)
            .Output.ShouldContain("--timeout");
    }

    [Theory]
    [InlineData("run greet:hello --times many", "whole number")]
    [InlineData("run greet:hello --loud", "no option --loud")]
    [InlineData("run greet:hello a b", "takes no argument 'b'")]
    [InlineData("run greet:helo", "greet:helo")]
    public async Task Run_WrongArguments_AreToldBeforeAnythingStarts(string line, string what)
    {
        var run = await project.Session.RunAsync(line.Split(' '));

        run.ShouldExit(2).Error.ShouldContain(what);
    }

    [Fact]
    public async Task Run_PluginThatAttacksTheTerminal_ShowsEscapes()
    {
        var run = await project.Session.RunAsync("run", "greet:attack");
        var data = await project.Session.RunAsync("run", "greet:attack", "--json");

        // The plugin's own code means "problems found".
        run.ShouldExit(1);
        Hostile.ShouldBeHarmless(run.All, "attack");
        run.Output.ShouldContain(@"\u001b]0;owned");
        data.ShouldExit(1).Data["pluginExitCode"]!.GetValue<int>().ShouldBe(7);
        data.Data["findings"]!.AsArray().Count.ShouldBe(1);
        Hostile.ShouldBeHarmless(data.All, "attack as data");
    }

    [Fact]
    public async Task Run_PluginThatThrows_IsToldInOneLine()
    {
        var run = await project.Session.RunAsync("run", "greet:fail");

        run.ShouldExit(1).Error.ShouldContain("broken");
        Hostile.ShouldBeHarmless(run.All, "fail");
    }

    [Fact]
    public async Task Run_Timeout_IsTold()
    {
        var run = await project.Session.RunAsync("run", "greet:wait", "--timeout", "1", "--json");

        run.ShouldExit(1).Codes.ShouldBe(["SPK6006"]);
    }

    [Fact]
    public async Task Run_Interrupted_Exits130()
    {
        using var interrupt = new CancellationTokenSource();
        var run = await project.Session.RunAsync(
            ["run", "greet:wait", "--json"],
            interrupt.Token,
            said =>
            {
                if (said.Contains("waiting", StringComparison.Ordinal))
                {
                    interrupt.CancelAfter(TimeSpan.FromMilliseconds(10));
                }
            }
        );

        run.ShouldExit(130).Error.ShouldContain("interrupted");
    }

    [Fact]
    public async Task Trust_FreshCheckout_IsNeededBeforeAnythingRuns()
    {
        using var session = new CliSession();
        var folder = Plugins.WriteGreeter(session.At("greeter"));
        (await session.RunAsync("plugin", "install", folder, "--yes")).ShouldExit(0);
        (await session.RunAsync("plugin", "enable", "greeter", "--json")).ShouldExit(0).Data["changed"]!
            .GetValue<bool>()
            .ShouldBeTrue();
        Directory.Delete(Path.Combine(session.Home, ".specify", "trust"), recursive: true);

        var refused = await session.RunAsync("run", "greet:hello", "--json");
        var asked = await session.RunAsync("trust", "--json");
        session.Typing("n\n");
        var declined = await session.RunAsync("trust");
        session.Typed = null;
        var trusted = await session.RunAsync("trust", "--yes", "--json");

        refused.ShouldExit(3).Codes.ShouldBe(["SPK5013"]);
        refused.Error.ShouldContain("specify trust");
        asked.ShouldExit(3).Codes.ShouldBe(["SPK5011"]);
        asked.Error.ShouldContain("filesystem.read");
        declined.ShouldExit(3).Error.ShouldContain("SPK5010");
        trusted.ShouldExit(0).Data["trusted"]![0]!.GetValue<string>().ShouldBe("greeter");
        session.OutputIsTerminal = false;
        (await session.RunAsync("run", "greet:hello")).ShouldExit(0).Output.Trim().ShouldBe("Hello, World!");

        File.AppendAllText(Path.Combine(session.Project, ".specify", "plugins", "greeter", "plugin.yaml"), "\n# x\n");
        (await session.RunAsync("run", "greet:hello", "--json")).ShouldExit(3).Codes.ShouldBe(["SPK5012"]);

        (await session.RunAsync("plugin", "disable", "greeter")).ShouldExit(0).Output.ShouldContain("no longer active");
        (await session.RunAsync("plugin", "disable", "greeter", "--json")).ShouldExit(0).Data["changed"]!
            .GetValue<bool>()
            .ShouldBeFalse();
        (await session.RunAsync("run", "greet:hello")).ShouldExit(2);
    }
}
