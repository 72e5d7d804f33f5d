using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests;

/// <summary>Bad usage: exit code 2, one sentence, what to do; with --json the same as data.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("instal", "unknown command 'instal'", "run 'specify --help'")]
    [InlineData("plugin instal x", "unknown command 'instal'", "did you mean 'install'?")]
    [InlineData("plugin registry lst", "unknown command 'lst'", "did you mean 'list'?")]
    [InlineData("plugin list --jsn", "unknown option '--jsn'", "did you mean '--json'?")]
    [InlineData("plugin remove x --purg", "unknown option '--purg'", "did you mean '--purge'?")]
    [InlineData("plugin list extra", "unknown argument 'extra'", "run 'specify plugin list --help'")]
    [InlineData("plugin", "'specify plugin' needs a command: search, info, install", "--help")]
    [InlineData("", "'specify' needs a command: init, run, doctor, trust, host, plugin", "--help")]
    [InlineData("plugin install", "Name a plugin, or use --locked", "run 'specify plugin install --help'")]
    [InlineData("run", "Required argument 'command' missing", "run 'specify run --help'")]
    [InlineData("run x:y extra --timeout soon", "soon", "run 'specify run --help'")]
    [InlineData("plugin list --json=maybe", "maybe", "run 'specify plugin list --help'")]
    [InlineData("plugin enable NotAName!", "'NotAName!' is not a plugin's name", "names are [@scope/]name")]
    [InlineData("plugin disable ../x", "'../x' is not a plugin's name", "names are [@scope/]name")]
    [InlineData("plugin remove @x", "'@x' is not a plugin's name", "names are [@scope/]name")]
    [InlineData("plugin info A", "'A' is not a plugin's name", "names are [@scope/]name")]
    [InlineData("plugin init A", "'A' is not a plugin's name", "names are [@scope/]name")]
    [InlineData("plugin search --trust golden", "'golden' is not a trust level", "self-signed")]
    public async Task Run_BadUsage_SaysWhatAndWhatToDo(string line, string what, string hint)
    {
        using var session = new CliSession();
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var run = await session.RunAsync(args);

        run.ShouldExit(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(what);
        run.Error.ShouldContain(hint);
        run.Error.ShouldContain("error SPK");
    }

    [Theory]
    [InlineData("plugin instal x --json")]
    [InlineData("--json")]
    [InlineData("plugin list --json --nope")]
    [InlineData("plugin install --json")]
    public async Task Run_BadUsageWithJson_IsOneDocument(string line)
    {
        using var session = new CliSession();

        var run = await session.RunAsync(line.Split(' '));

        run.ShouldExit(2).Codes.ShouldContain("SPK9001");
    }

    [Fact]
    public async Task Run_ScopedName_IsNoResponseFile()
    {
        using var session = new CliSession();
        File.WriteAllText(Path.Combine(session.Project, "acme"), "--help");

        var run = await session.RunAsync("plugin", "enable", "@acme/scanner", "--json");

        run.ShouldExit(2).Codes.ShouldBe(["SPK5004"]);
        run.Error.ShouldContain("@acme/scanner");
    }

    [Theory]
    [InlineData("plugin list")]
    [InlineData("plugin install x")]
    [InlineData("plugin enable x")]
    [InlineData("plugin disable x")]
    [InlineData("plugin remove x")]
    [InlineData("trust")]
    [InlineData("run x:y")]
    [InlineData("plugin registry list")]
    [InlineData("plugin registry add https://example.com")]
    [InlineData("plugin registry remove x")]
    public async Task Run_OutsideAProject_SaysHowToMakeOne(string line)
    {
        using var session = new CliSession(initialized: false);

        var run = await session.RunAsync([.. line.Split(' '), "--json"]);

        run.ShouldExit(2).Codes.ShouldBe(["SPK5001"]);
        run.Error.ShouldContain("specify init");
    }

    [Theory]
    [InlineData("enable")]
    [InlineData("disable")]
    [InlineData("remove")]
    public async Task Run_PluginThatIsNotInstalled_IsTold(string command)
    {
        using var session = new CliSession();

        var run = await session.RunAsync("plugin", command, "nobody", "--yes", "--json");

        run.ShouldExit(2).Codes.ShouldBe(["SPK5004"]);
    }

    [Theory]
    [InlineData("plugin search x")]
    [InlineData("plugin info x")]
    [InlineData("plugin install x")]
    public async Task Run_WithoutARegistry_SaysHowToAddOne(string line)
    {
        using var session = new CliSession();

        var run = await session.RunAsync([.. line.Split(' '), "--json"]);

        run.ShouldExit(2).Codes.ShouldBe(["SPK4020"]);
    }

    [Fact]
    public async Task Run_DefectInside_IsToldWithoutAStackTrace()
    {
        using var session = new CliSession();
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var environment = session.Environment(output, error) with
        {
            Variable = name => name == "SPECIFY_TRACE" ? null : throw new InvalidOperationException("no variables"),
        };

        var code = await CommandLineApp.RunAsync(["plugin", "keygen", "--json"], environment, CancellationToken.None);

        var run = new CliRun(code, output.ToString(), error.ToString()).ShouldExit(1);
        run.Codes.ShouldBe(["SPK9003"]);
        run.Error.ShouldContain("InvalidOperationException: no variables");
    }
}
