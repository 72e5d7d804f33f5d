using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace Speckit.Cli.Testing;

/// <summary>Reads coverage in Cobertura's format.</summary>
internal static class CoberturaReader
{
    /// <summary>Reads one document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="folder">The plugin's folder; only its files count.</param>
    /// <exception cref="XmlException">It is not XML.</exception>
    /// <exception cref="ArgumentException">A path is none.</exception>
    internal static CodeCoverage Read(string text, string folder)
    {
        var root = ResultXml.Load(text, DtdProcessing.Ignore);
        var sources = root.Descendants("source").Select(s => s.Value).DefaultIfEmpty("").ToArray();
        var files = root.Descendants("class")
            .Select(c => (Path: Place((string?)c.Attribute("filename") ?? "", sources, folder), Class: c))
            .Where(c => c.Path is not null)
            .GroupBy(c => c.Path!, c => c.Class, StringComparer.Ordinal)
            .Select(ReadFile)
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ToImmutableArray();
        return CodeCoverage.Of(files);
    }

    /// <summary>A line counts once, however many classes or methods it stands in (async methods are classes of their own).</summary>
    private static FileCoverage ReadFile(IGrouping<string, XElement> file)
    {
        var lines = file.SelectMany(c => c.Descendants("line"))
            .GroupBy(l => (string?)l.Attribute("number"), StringComparer.Ordinal)
            .Select(same => same.Any(l => (string?)l.Attribute("hits") is not (null or "0")))
            .ToArray();
        return new FileCoverage(file.Key, lines.Count(hit => hit), lines.Length);
    }

    private static string? Place(string name, string[] sources, string folder)
    {
        var full = sources
            .Select(s => Path.GetFullPath(Path.Combine(s.Length == 0 ? folder : s, name)))
            .FirstOrDefault(File.Exists);
        var relative = full is null ? null : Path.GetRelativePath(folder, full);
        return relative is null || relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? null
            : relative.Replace('\\', '/');
    }
}
