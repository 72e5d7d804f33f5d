using System.Diagnostics;
using System.Text;
using Documentation.Pages;

namespace Documentation;

/// <summary>docs/reference/cli.md is what the binary's --help says.</summary>
public sealed class CliReferenceTests
{
    private const string Reference = "docs/reference/cli.md";
    private const string Update = "UPDATE_DOCS";

    private const string Introduction = """
        # Command line

        Every command and option, as `--help` shows them. `ospec` is the same program under another name.
        Exit codes are in [exit-codes.md](exit-codes.md).

        This page is written by `tests/Documentation`: set `UPDATE_DOCS=1` and run it after a change.

        """;

    [Fact]
    public async Task Reference_Always_IsTheHelpOfTheBinary()
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        await AppendAsync(text, []);
        var path = Path.Combine(Repository.Root, Reference);
        if (Environment.GetEnvironmentVariable(Update) is "1")
        {
            await File.WriteAllTextAsync(path, text.ToString(), TestContext.Current.CancellationToken);
        }

        File.ReadAllText(path).ShouldBe(text.ToString(), $"{Reference} is out of date; {Update}=1 writes it.");
    }

    private static async Task AppendAsync(StringBuilder text, string[] command)
    {
        var help = await HelpAsync(command);
        text.Append($"\n## {string.Join(' ', ["specify", .. command])}\n\n```text\n{help}\n```\n");
        foreach (var child in Children(help))
        {
            await AppendAsync(text, [.. command, child]);
        }
    }

    private static IEnumerable<string> Children(string help) =>
        help.Split('\n')
            .SkipWhile(line => line != "Commands:")
            .Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(' ')[0]);

    private static async Task<string> HelpAsync(string[] command)
    {
        var start = new ProcessStartInfo(Path.Combine(Binaries.Folder, "specify"), [.. command, "--help"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var help = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return string.Join('\n', help.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim();
    }
}
