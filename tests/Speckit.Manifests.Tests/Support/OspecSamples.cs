using System.Text;

namespace Speckit.Manifests.Tests.Support;

/// <summary>Manifests of every <c>plugin_type</c>: ours, and those of the OSpec text where it is at hand.</summary>
internal static class OspecSamples
{
    public const string Agent = "agent.yaml";
    public const string Templates = "templates.yaml";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Samples", "Ospec");

    /// <summary>Our samples, by file name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>The YAML blocks of the OSpec text, in its order; empty where the text is not at hand.</summary>
    public static IReadOnlyList<string> Blocks { get; } = ReadBlocks();

    private static List<string> ReadBlocks()
    {
        var blocks = new List<string>();
        StringBuilder? block = null;
        foreach (var line in Design() is { } path ? File.ReadLines(path) : [])
        {
            if (block is null && line == "```yaml")
            {
                block = new StringBuilder();
            }
            else if (block is not null && line == "```")
            {
                blocks.Add(block.ToString());
                block = null;
            }
            else
            {
                block?.Append(line).Append('\n');
            }
        }

        return blocks;
    }

    private static string? Design()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var seeds = Path.Combine(at.FullName, "shared", "seeds");
            if (Directory.Exists(seeds))
            {
                return Directory.EnumerateFiles(seeds, "001_*.txt").FirstOrDefault();
            }
        }

        return null;
    }
}
