using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Speckit.Manifests.Versions;

/// <summary>
/// A set of versions with npm's meaning (decisions, 4): comparators, hyphen ranges, x-ranges, tilde, caret and
/// <c>||</c>; empty and <c>*</c> are any version. A pre-release is in a range only if a comparator beside it names a
/// pre-release of the same major, minor and patch.
/// </summary>
public sealed class VersionRange : IEquatable<VersionRange>
{
    /// <summary>The longest range accepted, in characters.</summary>
    public const int MaxLength = 4096;

    private readonly ImmutableArray<ImmutableArray<VersionComparator>>? _withPrereleases;

    private VersionRange(
        string text,
        ImmutableArray<ImmutableArray<VersionComparator>> alternatives,
        ImmutableArray<ImmutableArray<VersionComparator>>? withPrereleases
    )
    {
        Text = text;
        Alternatives = alternatives;
        _withPrereleases = withPrereleases;
    }

    /// <summary>Any version but pre-releases.</summary>
    public static VersionRange Any { get; } = Parse("*");

    /// <summary>The range as it was written.</summary>
    public string Text { get; }

    /// <summary>The range as comparators: a version must meet all comparators of one alternative; an empty one is met by any.</summary>
    public ImmutableArray<ImmutableArray<VersionComparator>> Alternatives { get; }

    /// <summary>Reads a range as npm does in its strict mode. The text may be at most <see cref="MaxLength"/> characters.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        if (RangeParser.Parse(text, includePrerelease: false) is not { } alternatives)
        {
            return false;
        }

        range = new VersionRange(text, alternatives, RangeParser.Parse(text, includePrerelease: true));
        return true;
    }

    /// <summary>Reads a range that is known to be valid.</summary>
    /// <exception cref="FormatException">It is not valid.</exception>
    public static VersionRange Parse(string text) =>
        TryParse(text, out var range) ? range : throw new FormatException($"'{text}' is not a version range.");

    /// <summary>Whether the version is in the range.</summary>
    /// <param name="version">The version.</param>
    /// <param name="includePrerelease">Whether pre-releases count like releases; npm's option of that name.</param>
    public bool Contains(SemanticVersion version, bool includePrerelease = false)
    {
        if (includePrerelease)
        {
            return _withPrereleases is { } sets && sets.Any(set => set.All(c => c.Accepts(version)));
        }

        return Alternatives.Any(set =>
            set.All(c => c.Accepts(version)) && (!version.IsPrerelease || set.Any(c => AllowsPrereleaseOf(c, version)))
        );
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Written the same.</summary>
    public bool Equals(VersionRange? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VersionRange);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    private static bool AllowsPrereleaseOf(VersionComparator comparator, SemanticVersion version) =>
        comparator.Version.IsPrerelease
        && comparator.Version.Major == version.Major
        && comparator.Version.Minor == version.Minor
        && comparator.Version.Patch == version.Patch;
}
