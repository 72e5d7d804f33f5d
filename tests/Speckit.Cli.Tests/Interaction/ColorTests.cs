using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Interaction;

public sealed class ColorTests
{
    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public async Task Run_TerminalAndNoColor_DecideOnEscapes(bool terminal, bool noColor, bool colored)
    {
        using var session = new CliSession { OutputIsTerminal = terminal, NoColor = noColor };
        Plugins.WriteScript(session.At("demo"));

        var good = await session.RunAsync("plugin", "validate", session.At("demo"));
        var bad = await session.RunAsync("plugin", "nonsense");

        good.ShouldExit(0).Output.Contains('\e').ShouldBe(colored);
        bad.ShouldExit(2).Error.Contains('\e').ShouldBe(colored);
    }

    [Fact]
    public async Task Run_JsonOnATerminal_HasNoEscapesInTheDocument()
    {
        using var session = new CliSession { OutputIsTerminal = true };
        Plugins.WriteScript(session.At("demo"));

        var run = await session.RunAsync("plugin", "validate", session.At("demo"), "--json");

        run.ShouldExit(0).Output.ShouldNotContain("\e");
        run.Json.ShouldNotBeNull();
        run.Error.ShouldContain("\e[");
    }
}
