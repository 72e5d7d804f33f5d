namespace Speckit.Manifests.Tests.Support;

/// <summary>The repository's pages and plugins.</summary>
internal static class Documents
{
    private static readonly string[] Starts = ["apiVersion:", "plugin_type:", "ospec_version:"];

    /// <summary>Every manifest in a page's YAML block, and every plugin's own.</summary>
    public static IEnumerable<(string Place, string Text)> Manifests()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Root(), "docs"), "*.md", SearchOption.AllDirectories);
        var blocks = pages.SelectMany(page =>
            File.ReadAllText(page)
                .ReplaceLineEndings("\n")
                .Split("\n```yaml")
                .Skip(1)
                .Select(rest => (Path.GetFileName(page)!, rest[(rest.IndexOf('\n') + 1)..].Split("\n```")[0]))
        );
        var plugins = new[] { "plugins", "docs" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Root(), folder), "plugin.yaml", SearchOption.AllDirectories)
            )
            .Select(file => (file, File.ReadAllText(file)));
        return blocks
            .Where(block => Starts.Any(start => block.Item2.StartsWith(start, StringComparison.Ordinal)))
            .Concat(plugins);
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root(), path));

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Speckit.slnx")))
        {
            at = at.Parent ?? throw new DirectoryNotFoundException("No folder above has Speckit.slnx.");
        }

        return at.FullName;
    }
}
