using System.Text.Json.Nodes;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands.Telemetry;

/// <summary><c>specify telemetry</c>: shows all, asks, and takes no for an answer.</summary>
public sealed class TelemetryCommandTests
{
    private static readonly string[] Fields =
    [
        "plugin_name",
        "plugin_version",
        "command_invoked",
        "success",
        "execution_duration",
    ];

    [Theory]
    [InlineData("y", 0)]
    [InlineData("n", 3)]
    [InlineData("", 3)]
    public async Task Enable_AtATerminal_ShowsAllAndAsks(string typed, int code)
    {
        using var session = new CliSession().Typing(typed + "\n");

        var run = await session.RunAsync("telemetry", "enable");

        run.ShouldExit(code);
        foreach (
            var shown in Fields.Concat(["source code", "arguments", "credentials", "https://telemetry.speckit.dev"])
        )
        {
            run.Output.ShouldContain(shown);
        }

        run.Output.ShouldContain("https://plugins.speckit.dev");
        Directory.Exists(Folder(session)).ShouldBe(code == 0);
        (await StatusAsync(session))["enabled"]!.GetValue<bool>().ShouldBe(code == 0);
    }

    [Fact]
    public async Task Enable_WithoutATerminal_SaysWhatItWouldHaveAskedAndChangesNothing()
    {
        using var session = new CliSession();

        var run = await session.RunAsync("telemetry", "enable");
        var json = await session.RunAsync("telemetry", "enable", "--json");

        run.ShouldExit(3).Error.ShouldContain("--yes");
        run.Output.ShouldContain("plugin_name");
        json.ShouldExit(3).Codes.ShouldBe(["SPK5011"]);
        json.Error.ShouldContain("https://telemetry.speckit.dev");
        Directory.Exists(Folder(session)).ShouldBeFalse();
    }

    [Fact]
    public async Task Enable_Yes_SaysWhatWasAgreedTo()
    {
        using var session = new CliSession();

        var run = await session.RunAsync("telemetry", "enable", "--yes", "--json");

        run.ShouldExit(0).Data["enabled"]!.GetValue<bool>().ShouldBeTrue();
        run.Data["endpoint"]!.GetValue<string>().ShouldBe("https://telemetry.speckit.dev");
        run.Data["fields"]!.AsArray().Select(f => f!.GetValue<string>()).ShouldBe(Fields);
        (await session.RunAsync("telemetry", "enable"))
            .ShouldExit(0)
            .Output.ShouldNotContain("Agree?", Case.Sensitive, "it was agreed to");
    }

    [Fact]
    public async Task Enable_AnotherEndpoint_AsksAgain()
    {
        using var session = new CliSession();
        (await session.RunAsync("telemetry", "enable", "--yes")).ShouldExit(0);
        Configure(session, "telemetry: { endpoint: 'https://collector.company.com', protocol: https }");

        (await session.RunAsync("telemetry", "status")).ShouldExit(0).Output.ShouldContain("another endpoint");
        var asked = await session.RunAsync("telemetry", "enable");

        asked.ShouldExit(3).Output.ShouldContain("https://collector.company.com (https)");
        (await session.RunAsync("telemetry", "enable", "--yes")).ShouldExit(0);
        (await StatusAsync(session))["enabled"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("telemetry: { endpoint: 'http://collector.company.com' }", "https URL")]
    [InlineData("telemetry: { collect: [user_identity] }", "collect")]
    [InlineData("telemetry: { endpoint: 'https://\\e]0;owned\\u0007' }", "endpoint")]
    public async Task Enable_SettingsWithAMistake_AreToldAndNothingIsAsked(string yaml, string what)
    {
        using var session = new CliSession();
        Configure(session, yaml.Replace('\'', '"'));

        var run = await session.RunAsync("telemetry", "enable", "--yes");

        run.ShouldExit(2).Error.ShouldContain(what);
        Hostile.ShouldBeHarmless(run.All, yaml);
        Directory.Exists(Folder(session)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("DO_NOT_TRACK", "DO_NOT_TRACK is set")]
    [InlineData("CI", "build server")]
    public async Task Enable_WhereItStaysOff_SaysWhy(string variable, string why)
    {
        using var session = new CliSession().With(variable, "1");

        var run = await session.RunAsync("telemetry", "enable", "--yes");

        run.ShouldExit(0).Output.ShouldContain("stays off here");
        run.Output.ShouldContain(why);
        (await StatusAsync(session))["enabled"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Disable_DeletesWhatWaitsAndSaysSo()
    {
        using var session = new CliSession();
        (await session.RunAsync("telemetry", "enable", "--yes")).ShouldExit(0);
        const string Line =
            """{"plugin_name":"a","plugin_version":"1.0.0","command_invoked":"a:b","success":true,"execution_duration":1}""";
        File.WriteAllText(Path.Combine(Folder(session), "spool.jsonl"), $"{Line}\n{Line}\n");
        (await session.RunAsync("telemetry", "status")).Output.ShouldContain("2 record(s) wait");

        var run = await session.RunAsync("telemetry", "disable");

        run.ShouldExit(0).Output.ShouldContain("2 record(s) that were not sent are deleted");
        Directory.Exists(Folder(session)).ShouldBeFalse();
        (await session.RunAsync("telemetry", "disable", "--json")).ShouldExit(0).Data["deleted"]!
            .GetValue<int>()
            .ShouldBe(0);
    }

    [Fact]
    public async Task Status_OutsideOfAProject_Works()
    {
        using var session = new CliSession();
        session.WorkingDirectory = session.Home;

        var run = await session.RunAsync("telemetry", "status");

        run.ShouldExit(0).Output.ShouldContain("Telemetry is off: you did not agree to it.");
        Directory.Exists(Path.Combine(session.Home, ".specify")).ShouldBeFalse();
    }

    private static async Task<JsonNode> StatusAsync(CliSession session) =>
        (await session.RunAsync("telemetry", "status", "--json")).ShouldExit(0).Data;

    private static string Folder(CliSession session) => Path.Combine(session.Home, ".specify", "telemetry");

    private static void Configure(CliSession session, string yaml)
    {
        Directory.CreateDirectory(Path.Combine(session.Home, ".specify"));
        File.WriteAllText(Path.Combine(session.Home, ".specify", "config.yaml"), yaml);
    }
}
