using System.CommandLine;
using Speckit.Cli.Commands;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Paths => [.. Walk(Root(), "").Select(c => c.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Help_EveryCommand_SaysWhatItDoesAndShowsExamples(string path)
    {
        using var session = new CliSession(initialized: false);
        var command = Walk(Root(), "").Single(c => c.Path == path).Command;

        var run = await session.RunAsync([.. Words(path), "--help"]);

        run.ShouldExit(0);
        run.Error.ShouldBeEmpty();
        run.Output.ReplaceLineEndings(" ").ShouldContain(command.Description!.Split(' ')[0]);
        run.Output.ShouldContain("Usage:");
        run.Output.ShouldNotContain("\e[");
        if (command is SpeckitCommand speckit)
        {
            speckit.Examples.ShouldNotBeEmpty();
            run.Output.ShouldContain("Examples:");
            foreach (var example in speckit.Examples)
            {
                run.Output.ShouldContain($"  specify {example}\n");
            }
        }
    }

    [Fact]
    public void Examples_OfEveryCommand_AreCallsOfIt()
    {
        var root = Root();
        foreach (var (path, command) in Walk(root, "").Where(c => c.Command is SpeckitCommand))
        {
            foreach (var example in ((SpeckitCommand)command).Examples)
            {
                var parsed = root.Parse(
                    example.Split(' '),
                    new ParserConfiguration { ResponseFileTokenReplacer = null }
                );
                parsed.Errors.ShouldBeEmpty(example);
                parsed.CommandResult.Command.ShouldBe(command, $"{example} is not a call of '{path}'");
            }
        }
    }

    [Fact]
    public void Options_OfEveryCommand_AreDescribed()
    {
        foreach (var (path, command) in Walk(Root(), ""))
        {
            command.Description.ShouldNotBeNullOrEmpty(path);
            command.Options.ShouldAllBe(o => !string.IsNullOrEmpty(o.Description));
            command.Arguments.ShouldAllBe(a => !string.IsNullOrEmpty(a.Description));
        }
    }

    [Fact]
    public async Task Help_BesideAMistake_IsShownAllTheSame()
    {
        using var session = new CliSession();

        var run = await session.RunAsync("plugin", "install", "--help");

        run.ShouldExit(0).Output.ShouldContain("plugin install security-scanner@^1.2");
    }

    [Fact]
    public async Task Version_Asked_IsTold()
    {
        using var session = new CliSession();

        (await session.RunAsync("--version")).ShouldExit(0).Output.Trim().ShouldMatch(@"^\d+\.\d+\.\d+");
    }

    [Fact]
    public async Task Version_AskedAsJson_IsADocument()
    {
        using var session = new CliSession();

        var run = (await session.RunAsync("--version", "--json")).ShouldExit(0);

        run.Data["version"]!.GetValue<string>().ShouldMatch(@"^\d+\.\d+\.\d+$");
    }

    [Theory]
    [InlineData("--version run jpspec:security-scan")]
    [InlineData("--version --bogus")]
    [InlineData("--version plugin list")]
    public async Task Version_BesideSomethingElse_IsAMistake(string line)
    {
        using var session = new CliSession();

        var run = await session.RunAsync(Words(line));

        run.ShouldExit(2).Error.ShouldContain("SPK9001");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public void Tree_OfACommandLineThatNamesACommand_HasThatOne()
    {
        foreach (var (path, command) in Walk(Root(), "").Where(c => c.Path.Length > 0))
        {
            var found = Walk(Root(Words(path)), "").SingleOrDefault(c => c.Path == path).Command;
            found.ShouldNotBeNull(path).GetType().ShouldBe(command.GetType());
            Root(Words(path)).Subcommands.Count.ShouldBe(1, path);
            if (path.StartsWith("plugin ", StringComparison.Ordinal))
            {
                Root(Words(path)).Subcommands[0].Subcommands.Count.ShouldBe(1, path);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json plugin")]
    [InlineData("plugins")]
    [InlineData("--project-root list plugin install")]
    [InlineData("--project-root run")]
    public void Tree_OfAnotherCommandLine_HasAll(string line) =>
        Walk(Root(Words(line)), "").Select(c => c.Path).ShouldBe(Walk(Root(), "").Select(c => c.Path));

    private static Command Root(params string[] args)
    {
        using var session = new CliSession(initialized: false);
        return RootCommandFactory.Create(session.Environment(TextWriter.Null, TextWriter.Null), args);
    }

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path) =>
        command
            .Subcommands.SelectMany(sub => Walk(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}"))
            .Prepend((path, command));

    private static string[] Words(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
