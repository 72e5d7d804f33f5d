using System.Text.RegularExpressions;
using Documentation.Pages;

namespace Documentation;

/// <summary>
/// Runs what the pages tell people to type, in order and in one shell for each page: lines of <c>console</c> blocks that begin
/// with <c>$</c>. The other lines are what it prints, in order; … stands for anything. A block may say <c>exit=N</c> for its
/// last command, or <c>skip=reason</c>.
/// </summary>
public sealed class ConsoleTests
{
    public static TheoryData<string> PagesWithCommands =>
        [.. Repository.Pages.Where(page => Runnable(page).Any()).Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(PagesWithCommands))]
    public async Task Commands_OfPage_DoWhatItSays(string path)
    {
        var page = Repository.Pages.First(p => p.Path == path);
        var commands = Runnable(page).SelectMany(DocumentedCommand.Of).ToArray();
        using var shell = new DocumentationShell();
        var outputs = await shell.RunAsync(commands, TestContext.Current.CancellationToken);
        foreach (var (command, output) in commands.Zip(outputs))
        {
            output.ExitCode.ShouldBe(command.ExitCode, $"{command.Place}: {command.Text}\n{output.Text}");
            Compare(command, output.Text);
        }

        outputs.Count.ShouldBe(commands.Length);
    }

    [Fact]
    public void Blocks_ThatAreNotRun_SayWhy()
    {
        var skipped = Repository.Pages.SelectMany(page => page.Blocks).Where(block => block.Word("skip") is not null);
        foreach (var block in skipped)
        {
            block.Word("skip")!.Length.ShouldBeGreaterThan(5, block.ToString());
        }
    }

    private static IEnumerable<FencedBlock> Runnable(Page page) =>
        page.Blocks.Where(block => block.Language == "console" && block.Word("skip") is null);

    private static void Compare(DocumentedCommand command, string output)
    {
        var printed = new Queue<string>(output.Split('\n').Select(line => line.TrimEnd()));
        foreach (var line in command.Output)
        {
            var pattern = new Regex($"^{Regex.Escape(line).Replace("…", ".*")}$", RegexOptions.NonBacktracking);
            var found = false;
            while (!found && printed.TryDequeue(out var next))
            {
                found = pattern.IsMatch(next);
            }

            found.ShouldBeTrue($"{command.Place}: '{line}' is not in the output of '{command.Text}':\n{output}");
        }
    }
}
