using System.Text.RegularExpressions;
using Documentation.Pages;

namespace Documentation;

/// <summary>Links inside the repository lead somewhere, and codes of diagnostics exist.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Links_InsideTheRepository_Resolve()
    {
        var broken = new List<string>();
        foreach (var page in Repository.Pages)
        {
            foreach (var (number, text) in page.Prose)
            {
                broken.AddRange(
                    Targets(text)
                        .Where(target => !Resolves(page, target))
                        .Select(target => $"{page.Path}:{number}: {target}")
                );
            }
        }

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Pages_OfTheGuideAndReference_AreReachableFromTheReadme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(["README.md"]);
        while (pending.TryPop(out var path))
        {
            if (reached.Add(path) && Repository.Pages.FirstOrDefault(p => p.Path == path) is { } page)
            {
                foreach (var target in page.Prose.SelectMany(line => Targets(line.Text)))
                {
                    pending.Push(FileOf(page, target));
                }
            }
        }

        Repository
            .Pages.Select(page => page.Path)
            .Where(path => !path.StartsWith("docs/samples/", StringComparison.Ordinal))
            .Except(reached)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Codes_OfDiagnostics_AreInTheReference()
    {
        var known = File.ReadAllText(Path.Combine(Repository.Root, "docs/reference/diagnostics.md"));
        Repository
            .Pages.SelectMany(page => page.Prose)
            .SelectMany(line => Code().Matches(line.Text).Select(match => match.Value))
            .Distinct()
            .Where(code => !known.Contains(code))
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Targets(string line) =>
        Link()
            .Matches(line)
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));

    private static bool Resolves(Page page, string target)
    {
        var file = FileOf(page, target);
        var anchor = target.Split('#') is [_, var name] ? name : null;
        if (!Path.Exists(Path.Combine(Repository.Root, file)))
        {
            return false;
        }

        return anchor is null
            || Repository.Pages.First(p => p.Path == file).Prose.Any(line => AnchorOf(line.Text) == anchor);
    }

    private static string FileOf(Page page, string target)
    {
        var path = target.Split('#')[0];
        if (path.Length == 0)
        {
            return page.Path;
        }

        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page.Path))!;
        return Path.GetRelativePath(Repository.Root, Path.GetFullPath(path, folder)).Replace('\\', '/');
    }

    // As GitHub makes them.
    private static string? AnchorOf(string line) =>
        line.StartsWith('#')
            ? string.Concat(
                line.TrimStart('#')
                    .Trim()
                    .ToLowerInvariant()
                    .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
                    .Select(c => c == ' ' ? '-' : c)
            )
            : null;

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("SPK[0-9]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
