using Documentation.Pages;

namespace Documentation;

/// <summary>A command of a page and what it is to print.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">What is typed.</param>
/// <param name="Output">Lines it prints, in order; blank ones do not count.</param>
/// <param name="ExitCode">How it ends.</param>
internal sealed record DocumentedCommand(string Place, string Text, IReadOnlyList<string> Output, int ExitCode)
{
    private const string Prompt = "$ ";

    /// <summary>Whether it goes on beside what follows.</summary>
    public bool IsServer => Text.EndsWith('&');

    /// <summary>The commands of a block. A command that ends with a backslash goes on in the next line.</summary>
    public static IEnumerable<DocumentedCommand> Of(FencedBlock block)
    {
        var starts = Enumerable
            .Range(0, block.Lines.Length)
            .Where(i => block.Lines[i].StartsWith(Prompt, StringComparison.Ordinal))
            .ToArray();
        if (starts is [] || starts[0] != 0)
        {
            throw new InvalidOperationException($"{block} does not begin with '$ '.");
        }

        for (var i = 0; i < starts.Length; i++)
        {
            var isLast = i == starts.Length - 1;
            var lines = block.Lines[starts[i]..(isLast ? block.Lines.Length : starts[i + 1])];
            var typed = lines.TakeWhile((_, at) => at == 0 || lines[at - 1].EndsWith('\\')).ToArray();
            yield return new DocumentedCommand(
                $"{block.Page}:{block.Line + 1 + starts[i]}",
                string.Join('\n', typed)[Prompt.Length..],
                [.. lines.Skip(typed.Length).Where(line => line.Trim().Length > 0)],
                isLast && block.Word("exit") is { } code ? int.Parse(code) : 0
            );
        }
    }
}
