using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Comparison;

/// <summary>What a plugin ran on and does not run on any more.</summary>
internal static class RangeChanges
{
    // Higher than the number of any release that a bound is followed by.
    private const long Far = 1_000_000_000;

    internal static IEnumerable<ManifestChange> Find(PluginManifest before, PluginManifest after)
    {
        var (was, now) = (before.Requires, after.Requires);
        (string Name, IReadOnlyList<VersionRange?> Before, IReadOnlyList<VersionRange?> After)[] all =
        [
            ("speckit", [was.Speckit, Bounds(before.Compatibility)], [now.Speckit, Bounds(after.Compatibility)]),
            ("python", [was.Python], [now.Python]),
            ("node", [was.Node], [now.Node]),
            ("dotnet", [was.Dotnet], [now.Dotnet]),
        ];
        foreach (var (name, earlier, later) in all)
        {
            if (FindLost(earlier, later) is { } lost)
            {
                yield return new(
                    ChangeArea.Requires,
                    ChangeWeight.Major,
                    $"does not run on {name} {lost} any more, which {before.Version} does"
                );
            }
        }
    }

    /// <summary>A release that all of the earlier ranges have and one of the later ones has not, or null. Between two neighbouring bounds a
    /// range has all releases or none: those at the bounds, and next to them, stand for the others.</summary>
    private static SemanticVersion? FindLost(IReadOnlyList<VersionRange?> before, IReadOnlyList<VersionRange?> after) =>
        before
            .Concat(after)
            .OfType<VersionRange>()
            .SelectMany(range => range.Alternatives.SelectMany(a => a.Select(c => c.Version)))
            .SelectMany(Neighbours)
            .Append(Release(0, 0, 0))
            .Append(Release(Far, 0, 0))
            .Where(version => HasAll(before, version) && !HasAll(after, version))
            .Min();

    private static bool HasAll(IEnumerable<VersionRange?> ranges, SemanticVersion version) =>
        ranges.All(range => range is null || range.Contains(version));

    private static IEnumerable<SemanticVersion> Neighbours(SemanticVersion bound)
    {
        yield return Release(bound.Major, bound.Minor, bound.Patch);
        yield return Release(bound.Major, bound.Minor, bound.Patch + 1);
        if (bound.Patch > 0)
        {
            yield return Release(bound.Major, bound.Minor, bound.Patch - 1);
        }
        else if (bound.Minor > 0)
        {
            yield return Release(bound.Major, bound.Minor - 1, Far);
        }
        else if (bound.Major > 0)
        {
            yield return Release(bound.Major - 1, Far, Far);
        }
    }

    private static SemanticVersion Release(long major, long minor, long patch) =>
        SemanticVersion.Parse(
            FormattableString.Invariant($"{major}.{minor}.{Math.Min(patch, SemanticVersion.MaxNumber)}")
        );

    private static VersionRange? Bounds(Compatibility compatibility)
    {
        var text = string.Join(
            ' ',
            new[]
            {
                compatibility.MinSpeckit is { } min ? $">={min}" : null,
                compatibility.MaxSpeckit is { } max ? $"<={max}" : null,
            }.OfType<string>()
        );
        return text.Length == 0 ? null : VersionRange.Parse(text);
    }
}
