using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Comparison;

/// <summary>How far one version is from another, in what it promises (SemVer 2.0, items 4, 8, 9 and 11; npm's caret below 1.0.0).</summary>
public static class VersionStep
{
    /// <summary>What a step from one version to a higher one may change. A version below 1.0.0 promises what npm's caret accepts: the second
    /// number counts like the first, and below 0.1.0 the third does. A pre-release promises nothing.</summary>
    public static ChangeWeight Allows(SemanticVersion from, SemanticVersion to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.IsPrerelease || to.Major != from.Major)
        {
            return ChangeWeight.Major;
        }

        if (to.Minor != from.Minor)
        {
            return from.Major == 0 ? ChangeWeight.Major : ChangeWeight.Minor;
        }

        return from.Major > 0 ? ChangeWeight.Patch
            : from.Minor > 0 ? ChangeWeight.Minor
            : ChangeWeight.Major;
    }

    /// <summary>The lowest release after a version that may change that much.</summary>
    public static SemanticVersion Next(SemanticVersion from, ChangeWeight weight)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (major, minor, patch) = (from.Major, from.Minor, from.Patch);
        return SemanticVersion.Parse(
            weight switch
            {
                ChangeWeight.Major when major > 0 => $"{major + 1}.0.0",
                ChangeWeight.Major when minor > 0 => $"0.{minor + 1}.0",
                ChangeWeight.Minor when major > 0 => $"{major}.{minor + 1}.0",
                _ => $"{major}.{minor}.{patch + 1}",
            }
        );
    }
}
