using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary><c>specify plugin config</c>.</summary>
public sealed class ConfigTests
{
    private const string Config = """
        config:
          schema:
            type: object
            additionalProperties: false
            properties:
              level: { type: string, enum: [low, high], description: How loud }
              offset: { type: integer }
              password: { type: string, format: password }
              server: { type: object, properties: { url: { type: string } } }
          defaults: { level: low }
        """;

    [Fact]
    public async Task Config_Installed_ShowsValuesOriginsAndChoices()
    {
        using var session = await InstalledAsync();
        (await session.RunAsync("plugin", "config", "demo", "set", "offset", "--", "-1")).ShouldExit(0);

        var run = await session.RunAsync("plugin", "config", "demo");

        run.ShouldExit(0).Output.ShouldContain("level     low    default  low | high: How loud");
        run.Output.ShouldContain("offset    -1     yours    integer");
        run.Output.ShouldContain("password  -      unset    string");
        run.Output.ShouldContain(ConfigFile(session));
        var data = (await session.RunAsync("plugin", "config", "demo", "--json")).ShouldExit(0).Data;
        data["valid"]!.GetValue<bool>().ShouldBeTrue();
        data["config"]!.ToJsonString().ShouldBe("""{"level":"low","offset":-1}""");
        data["keys"]![0]!["origin"]!.GetValue<string>().ShouldBe("default");
        data["keys"]![0]!["allowed"]!.ToJsonString().ShouldBe("""["low","high"]""");
    }

    [Fact]
    public async Task ConfigSetGetReset_ForthAndBack_Works()
    {
        using var session = await InstalledAsync();

        (await session.RunAsync("plugin", "config", "demo", "set", "server.url", "https://x"))
            .ShouldExit(0)
            .Output.ShouldContain("Set: server.url\n");
        (await session.RunAsync("plugin", "config", "demo", "get", "server.url")).Output.ShouldBe("https://x\n");
        var json = await session.RunAsync("plugin", "config", "demo", "get", "server", "--json");
        json.Data["value"]!.ToJsonString().ShouldBe("""{"url":"https://x"}""");
        json.Data["origin"]!.GetValue<string>().ShouldBe("yours");
        (await session.RunAsync("plugin", "config", "demo", "reset", "server.url", "--yes")).ShouldExit(0);
        (await session.RunAsync("plugin", "config", "demo", "get", "server.url")).ShouldExit(2);
        File.Exists(ConfigFile(session)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("level", "medium", "SPK5040")]
    [InlineData("levl", "low", "SPK5040")]
    [InlineData("a..b", "low", "SPK5046")]
    [InlineData("level.x", "low", "SPK5046")]
    public async Task ConfigSet_ValueThatIsForbidden_Exits2AndChangesNothing(string key, string value, string code)
    {
        using var session = await InstalledAsync();

        var run = await session.RunAsync("plugin", "config", "demo", "set", key, value, "--json");

        run.ShouldExit(2).Codes.ShouldBe([code]);
        File.Exists(ConfigFile(session)).ShouldBeFalse();
    }

    [Fact]
    public async Task Config_PluginThatIsNotInstalled_Exits2()
    {
        using var session = new CliSession();

        (await session.RunAsync("plugin", "config", "demo", "--json")).ShouldExit(2).Codes.ShouldBe(["SPK5004"]);
        (await session.RunAsync("plugin", "config", "demo", "set", "a", "1")).ShouldExit(2);
        (await session.RunAsync("plugin", "config", "demo", "reset")).ShouldExit(2);
        (await session.RunAsync("plugin", "config")).ShouldExit(2);
    }

    [Fact]
    public async Task ConfigReset_NoTerminal_Exits3AndKeepsTheFile()
    {
        using var session = await InstalledAsync();
        await session.RunAsync("plugin", "config", "demo", "set", "level", "high");

        var run = await session.RunAsync("plugin", "config", "demo", "reset");

        run.ShouldExit(3).Error.ShouldContain("--yes");
        File.Exists(ConfigFile(session)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("n\n", 3)]
    [InlineData("", 3)]
    public async Task ConfigReset_Terminal_DoesWhatTheUserAnswers(string typed, int code)
    {
        using var session = (await InstalledAsync()).Typing(typed);
        await session.RunAsync("plugin", "config", "demo", "set", "level", "high");

        (await session.RunAsync("plugin", "config", "demo", "reset")).ShouldExit(code);

        File.Exists(ConfigFile(session)).ShouldBe(code != 0);
    }

    [Fact]
    public async Task Config_Secret_IsNowhereShown()
    {
        using var session = await InstalledAsync();
        await session.RunAsync("plugin", "config", "demo", "set", "password", "hunter2-hunter2");

        foreach (string[] json in new string[][] { [], ["--json"] })
        {
            (await session.RunAsync(["plugin", "config", "demo", .. json]))
                .ShouldExit(0)
                .All.ShouldNotContain("hunter2");
            (await session.RunAsync(["plugin", "config", "demo", "get", "password", .. json]))
                .ShouldExit(0)
                .All.ShouldNotContain("hunter2");
        }
    }

    [Fact]
    public async Task ConfigEdit_ValidText_IsSaved()
    {
        using var session = await InstalledAsync();
        session.With("VISUAL", Editor(session, "printf 'level: high # loud\\n' > \"$1\""));

        (await session.RunAsync("plugin", "config", "demo", "edit", "--json")).ShouldExit(0).Data["changed"]!
            .ToJsonString()
            .ShouldBe("""["level"]""");

        File.ReadAllText(ConfigFile(session)).ShouldBe("level: high # loud\n");
    }

    [Theory]
    [InlineData("printf 'level: medium\\n' > \"$1\"", 2)]
    [InlineData("printf 'level: [\\n' > \"$1\"", 2)]
    [InlineData("printf 'level: high\\n' > \"$1\"; exit 4", 1)]
    [InlineData("exit 0", 0)]
    public async Task ConfigEdit_InvalidTextOrNone_KeepsTheFile(string script, int code)
    {
        using var session = await InstalledAsync();
        session.With("EDITOR", Editor(session, script));

        (await session.RunAsync("plugin", "config", "demo", "edit")).ShouldExit(code);

        File.Exists(ConfigFile(session)).ShouldBeFalse();
    }

    [Fact]
    public async Task ConfigEdit_Terminal_OffersToEditAgain()
    {
        using var session = (await InstalledAsync()).Typing("\nn\n");
        session.With("EDITOR", Editor(session, "echo 'level: medium' >> \"$1\"; echo again >> calls.txt"));

        var run = await session.RunAsync("plugin", "config", "demo", "edit");

        run.ShouldExit(2).Output.ShouldContain("Edit again? [Y/n]");
        File.Exists(ConfigFile(session)).ShouldBeFalse();
    }

    [Fact]
    public async Task ConfigEdit_NoEditor_SaysWhatToSet()
    {
        using var session = await InstalledAsync();

        (await session.RunAsync("plugin", "config", "demo", "edit")).ShouldExit(1).Error.ShouldContain("EDITOR");
    }

    [Theory]
    [InlineData("config: { schema: { type: strin } }", "SPK5041")]
    [InlineData("config: { schema: { properties: { a: { type: integer } } }, defaults: { a: x } }", "SPK5042")]
    public async Task ValidateAndBuild_BadSchemaOrDefaults_Exit2(string extra, string code)
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"), extra: extra);

        (await session.RunAsync("plugin", "validate", session.At("demo"), "--json"))
            .ShouldExit(2)
            .Codes.ShouldBe([code]);
        (await session.RunAsync("plugin", "build", session.At("demo"), "--json")).ShouldExit(2).Codes.ShouldBe([code]);
    }

    private static async Task<CliSession> InstalledAsync()
    {
        var session = new CliSession();
        Plugins.WriteScript(session.At("demo"), extra: Config);
        (await session.RunAsync("plugin", "install", session.At("demo"), "--yes")).ShouldExit(0);
        return session;
    }

    private static string ConfigFile(CliSession session) =>
        Path.Combine(session.Project, ".specify", "plugins", "demo", "config.yaml");

    private static string Editor(CliSession session, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell script");
        var path = session.At("editor.sh");
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        return $"sh '{path}'";
    }
}
