using System.Collections.Immutable;

namespace Speckit.Cli.Scaffolding;

/// <summary>The files of <c>Templates/</c>, which are part of the program. Each has the suffix <c>.tmpl</c>, so that no tool takes it for
/// code of ours; <c>dot-</c> at the start of a name stands for a dot.</summary>
internal static class TemplateFiles
{
    private const string Suffix = ".tmpl";
    private const string Root = "Templates/";

    /// <summary>Every template's name, such as <c>python/command/src/commands/hello.py</c>.</summary>
    internal static ImmutableArray<string> Names { get; } =
    [
        .. typeof(TemplateFiles)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Root, StringComparison.Ordinal))
            .Select(n => n[Root.Length..^Suffix.Length]),
    ];

    /// <summary>The templates of one folder, with the paths that their files get.</summary>
    internal static IEnumerable<(string Path, string Text)> Below(string folder) =>
        Names
            .Where(n => n.StartsWith(folder, StringComparison.Ordinal))
            .Select(n => (n[folder.Length..].Replace("dot-", ".", StringComparison.Ordinal), Read(n)));

    private static string Read(string name)
    {
        using var stream = typeof(TemplateFiles).Assembly.GetManifestResourceStream(Root + name + Suffix)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
