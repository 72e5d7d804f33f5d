using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Changelogs;

/// <summary>Reads changelogs as keepachangelog.com has them: <c>## [1.3.0] - 2025-12-06</c>, <c>### Added</c>, <c>- text</c>. What is written
/// otherwise is left out: a changelog is prose, and no mistake of it stops an update.</summary>
public static class ChangelogReader
{
    private const int MostSections = 50;
    private const int MostEntries = 40;
    private const int MostCharacters = 300;

    /// <summary>The sections of the versions after one and up to another, the newest first.</summary>
    /// <param name="utf8">The changelog's bytes.</param>
    /// <param name="after">The installed version.</param>
    /// <param name="upTo">The version that is to be installed.</param>
    public static ImmutableArray<ChangelogSection> Read(
        ReadOnlySpan<byte> utf8,
        SemanticVersion after,
        SemanticVersion upTo
    )
    {
        var sections = new List<(SemanticVersion Version, List<ChangelogEntry> Entries)>();
        List<ChangelogEntry>? current = null;
        var kind = "";
        foreach (var raw in Encoding.UTF8.GetString(utf8).Split('\n'))
        {
            var line = raw.TrimEnd();
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                (current, kind) = (Open(line[3..], after, upTo, sections), "");
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                kind = line[4..].Trim();
            }
            else if (current is not null && Item(line) is { } text && current.Count < MostEntries)
            {
                current.Add(new ChangelogEntry(kind, Cut(text)));
            }
            else if (
                current is [.., { } last]
                && line.StartsWith("  ", StringComparison.Ordinal)
                && line.Trim() is { Length: > 0 } more
            )
            {
                current[^1] = last with { Text = Cut($"{last.Text} {more}") };
            }
        }

        return
        [
            .. sections
                .OrderByDescending(s => s.Version)
                .Take(MostSections)
                .Select(s => new ChangelogSection(s.Version, [.. s.Entries])),
        ];
    }

    private static List<ChangelogEntry>? Open(
        string heading,
        SemanticVersion after,
        SemanticVersion upTo,
        List<(SemanticVersion, List<ChangelogEntry>)> sections
    )
    {
        var word = heading.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("").Trim('[', ']', 'v');
        if (!SemanticVersion.TryParse(word, out var version) || version <= after || version > upTo)
        {
            return null;
        }

        var entries = new List<ChangelogEntry>();
        sections.Add((version, entries));
        return entries;
    }

    private static string? Item(string line) =>
        line.Length > 2 && line[0] is '-' or '*' && line[1] == ' ' ? line[2..].Trim() : null;

    private static string Cut(string text) => text.Length <= MostCharacters ? text : text[..(MostCharacters - 1)] + "…";
}
