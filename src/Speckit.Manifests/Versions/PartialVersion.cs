using System.Globalization;

namespace Speckit.Manifests.Versions;

/// <summary>A version of a range, of which parts may be missing or <c>x</c>.</summary>
/// <param name="Prefix">What was written before it: any run of <c>v</c> and <c>=</c>.</param>
/// <param name="Major">Digits, or null for anything.</param>
/// <param name="Minor">Digits, or null for anything.</param>
/// <param name="Patch">Digits, or null for anything.</param>
/// <param name="Prerelease">The pre-release without its hyphen, or null.</param>
internal sealed record PartialVersion(string Prefix, string? Major, string? Minor, string? Patch, string? Prerelease)
{
    /// <summary>A number after a missing one, such as <c>1.x.3</c>.</summary>
    public bool IsOutOfOrder => (Major is null && Minor is not null) || (Minor is null && Patch is not null);

    /// <summary>Whether nothing is missing.</summary>
    public bool IsFull => Major is not null && Minor is not null && Patch is not null;

    /// <summary>The version itself, or null when npm refuses it. A caller knows that nothing is missing.</summary>
    public SemanticVersion? ToVersion() => Create(Major!, Minor!, Patch!, Prerelease);

    /// <summary>The lowest version of the next major, pre-releases of it included.</summary>
    public SemanticVersion? NextMajor() => Create(Increment(Major), "0", "0", "0");

    /// <summary>The lowest version of the next minor, pre-releases of it included.</summary>
    public SemanticVersion? NextMinor() => Create(Major!, Increment(Minor), "0", "0");

    /// <summary>The lowest version of the next patch, pre-releases of it included.</summary>
    public SemanticVersion? NextPatch() => Create(Major!, Minor!, Increment(Patch), "0");

    /// <summary>The lowest version that fits, with zeros for what is missing.</summary>
    public SemanticVersion? Lowest(string? prerelease) => Create(Major!, Minor ?? "0", Patch ?? "0", prerelease);

    public static SemanticVersion? Create(string? major, string? minor, string? patch, string? prerelease)
    {
        if (major is null || minor is null || patch is null)
        {
            return null;
        }

        var suffix = prerelease is null ? "" : "-" + prerelease;
        return SemanticVersion.TryParse($"{major}.{minor}.{patch}{suffix}", out var version) ? version : null;
    }

    private static string? Increment(string? digits) =>
        SemanticVersion.TryNumber(digits!, out var number) && number < SemanticVersion.MaxNumber
            ? (number + 1).ToString(CultureInfo.InvariantCulture)
            : null;
}
