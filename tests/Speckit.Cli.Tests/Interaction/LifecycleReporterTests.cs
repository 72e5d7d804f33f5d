using Speckit.Cli.Interaction;
using Speckit.Cli.Running;
using Speckit.Cli.Tests.Support;
using Speckit.Protocol.Messages;

namespace Speckit.Cli.Tests.Interaction;

public sealed class LifecycleReporterTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void Downloaded_OnATerminal_DrawsABarThatFits(int width)
    {
        using var session = new CliSession { OutputIsTerminal = true, Width = width };
        using var output = new StringWriter();
        var reporter = new LifecycleReporter(
            new(session.Environment(output, TextWriter.Null), json: false),
            yes: false
        );

        reporter.Downloaded(50, 100);
        reporter.Done("x\e[2J");

        var bar = output.ToString().Split('\r')[1].Split('\n')[0];
        bar.ShouldContain("50%");
        bar.Length.ShouldBeLessThanOrEqualTo(width);
        output.ToString().ShouldContain(@"x\u001b[2J");
    }

    [Fact]
    public void Downloaded_InAPipe_SaysNothing()
    {
        using var session = new CliSession();
        using var output = new StringWriter();

        new LifecycleReporter(new(session.Environment(output, TextWriter.Null), json: false), yes: false).Downloaded(
            1,
            2
        );

        output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Progress_OnATerminal_IsOneCutLineThatGoesAway()
    {
        using var session = new CliSession
        {
            OutputIsTerminal = true,
            Width = 40,
            NoColor = true,
        };
        using var output = new StringWriter();
        var console = new PluginConsole(new(session.Environment(output, TextWriter.Null), json: false), showsLog: true);

        console.Progress("p", new ProgressParams(string.Concat(Enumerable.Repeat("😀\e", 50)), 0.5));
        console.EndProgress();
        console.Log("p", new LogParams("info", "logged"));

        var parts = output.ToString().Split("\r\e[K");
        parts[1].ShouldStartWith(" 50% ");
        Terminal.WidthOf(parts[1]).ShouldBeLessThan(40);
        Hostile.IsHarmless(parts[1]).ShouldBeTrue();
        parts[2].ShouldContain("[p] info: logged");
    }
}
