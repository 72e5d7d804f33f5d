using System.Collections.Immutable;

namespace Documentation.Pages;

/// <summary>A page of the documentation, taken apart.</summary>
/// <param name="Path">Relative to the repository, with forward slashes.</param>
/// <param name="Blocks">Its fenced blocks.</param>
/// <param name="Prose">Its lines outside of them, with their numbers.</param>
internal sealed record Page(
    string Path,
    ImmutableArray<FencedBlock> Blocks,
    ImmutableArray<(int Number, string Text)> Prose
)
{
    private const string Fence = "```";

    public static Page Read(string path)
    {
        var blocks = ImmutableArray.CreateBuilder<FencedBlock>();
        var prose = ImmutableArray.CreateBuilder<(int, string)>();
        List<string>? inside = null;
        var (opened, info) = (0, "");
        var number = 0;
        foreach (var line in File.ReadLines(System.IO.Path.Combine(Repository.Root, path)))
        {
            number++;
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                if (inside is null)
                {
                    prose.Add((number, line));
                }
                else
                {
                    inside.Add(line);
                }
            }
            else if (inside is null)
            {
                (inside, opened, info) = ([], number, line[Fence.Length..].Trim());
            }
            else
            {
                blocks.Add(new FencedBlock(path, opened, info, [.. inside]));
                inside = null;
            }
        }

        return inside is null
            ? new Page(path, blocks.ToImmutable(), prose.ToImmutable())
            : throw new InvalidOperationException($"{path}:{opened}: the block does not end.");
    }

    public override string ToString() => Path;
}

/// <summary>A fenced block.</summary>
/// <param name="Page">The page it is on.</param>
/// <param name="Line">The line of its opening fence.</param>
/// <param name="Info">What follows the fence: the language, then words for these tests.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record FencedBlock(string Page, int Line, string Info, ImmutableArray<string> Lines)
{
    public string Language => Info.Split(' ')[0];

    public string Text => string.Join('\n', Lines) + "\n";

    /// <summary>The value of a word <c>name=value</c> after the language; null when it is not there.</summary>
    public string? Word(string name) =>
        Info.Split(' ')
            .Skip(1)
            .FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))
            ?[(name.Length + 1)..];

    public override string ToString() => $"{Page}:{Line}";
}
