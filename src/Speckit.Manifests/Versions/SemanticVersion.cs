using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Speckit.Manifests.Versions;

/// <summary>A SemVer 2.0 version, with its precedence (semver.org §11); build metadata is kept and does not count.</summary>
public sealed class SemanticVersion : IComparable<SemanticVersion>, IEquatable<SemanticVersion>
{
    /// <summary>The longest version accepted, in characters; also npm's limit.</summary>
    public const int MaxLength = 256;

    /// <summary>The largest number accepted in a version: what JSON readers keep exactly, as npm demands.</summary>
    public const long MaxNumber = 9_007_199_254_740_991;

    internal SemanticVersion(
        long major,
        long minor,
        long patch,
        ImmutableArray<string> prerelease = default,
        string? build = null
    )
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease.IsDefault ? [] : prerelease;
        Build = build;
    }

    /// <summary>The major number.</summary>
    public long Major { get; }

    /// <summary>The minor number.</summary>
    public long Minor { get; }

    /// <summary>The patch number.</summary>
    public long Patch { get; }

    /// <summary>The pre-release identifiers; empty for a release.</summary>
    public ImmutableArray<string> Prerelease { get; }

    /// <summary>The build metadata, or null.</summary>
    public string? Build { get; }

    /// <summary>Whether it is a pre-release.</summary>
    public bool IsPrerelease => Prerelease.Length > 0;

    /// <summary>Reads a version. Nothing is guessed: <c>v1.0.0</c>, <c>1.0</c> and <c>01.0.0</c> are none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
        {
            return false;
        }

        var rest = text;
        string? build = null;
        var plus = rest.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0)
        {
            build = rest[(plus + 1)..];
            rest = rest[..plus];
            if (!build.Split('.').All(IsIdentifier))
            {
                return false;
            }
        }

        ImmutableArray<string> prerelease = [];
        var dash = rest.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0)
        {
            prerelease = [.. rest[(dash + 1)..].Split('.')];
            rest = rest[..dash];
            if (!prerelease.All(IsPrereleaseIdentifier))
            {
                return false;
            }
        }

        var numbers = rest.Split('.');
        if (
            numbers.Length != 3
            || !TryNumber(numbers[0], out var major)
            || !TryNumber(numbers[1], out var minor)
            || !TryNumber(numbers[2], out var patch)
        )
        {
            return false;
        }

        version = new SemanticVersion(major, minor, patch, prerelease, build);
        return true;
    }

    /// <summary>Reads a version that is known to be valid.</summary>
    /// <exception cref="FormatException">It is not valid.</exception>
    public static SemanticVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is not a SemVer version.");

    /// <inheritdoc/>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var core = Major.CompareTo(other.Major);
        core = core != 0 ? core : Minor.CompareTo(other.Minor);
        core = core != 0 ? core : Patch.CompareTo(other.Patch);
        return core != 0 ? core : ComparePrerelease(Prerelease, other.Prerelease);
    }

    /// <summary>Equal in precedence.</summary>
    public bool Equals(SemanticVersion? other) => other is not null && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SemanticVersion);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch, string.Join('.', Prerelease));

    /// <summary>The version as it was written.</summary>
    public override string ToString()
    {
        var prerelease = IsPrerelease ? "-" + string.Join('.', Prerelease) : "";
        var build = Build is null ? "" : "+" + Build;
        return string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{prerelease}{build}");
    }

    /// <summary>Equal in precedence.</summary>
    public static bool operator ==(SemanticVersion? left, SemanticVersion? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Different in precedence.</summary>
    public static bool operator !=(SemanticVersion? left, SemanticVersion? right) => !(left == right);

    /// <summary>Lower in precedence.</summary>
    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    /// <summary>Higher in precedence.</summary>
    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    /// <summary>Not higher in precedence.</summary>
    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Not lower in precedence.</summary>
    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    internal static bool TryNumber(string text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 16
            && (text.Length == 1 || text[0] != '0')
            && text.All(char.IsAsciiDigit)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= MaxNumber;
    }

    internal static bool IsPrereleaseIdentifier(string text) =>
        IsIdentifier(text) && (text.Length == 1 || text[0] != '0' || !text.All(char.IsAsciiDigit));

    internal static bool IsIdentifier(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static int ComparePrerelease(ImmutableArray<string> left, ImmutableArray<string> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return right.IsEmpty.CompareTo(left.IsEmpty) * -1;
        }

        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            var order = CompareIdentifier(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int CompareIdentifier(string left, string right)
    {
        var leftNumeric = left.All(char.IsAsciiDigit);
        var rightNumeric = right.All(char.IsAsciiDigit);
        if (leftNumeric && rightNumeric)
        {
            var byLength = left.Length.CompareTo(right.Length);
            return byLength != 0 ? byLength : string.CompareOrdinal(left, right);
        }

        return leftNumeric == rightNumeric ? string.CompareOrdinal(left, right) : rightNumeric.CompareTo(leftNumeric);
    }
}
