using Speckit.Manifests.Model;

namespace Speckit.Packaging.Contracts;

/// <summary>The one range of Speckit versions in an index line: <c>requires.speckit</c> and <c>compatibility</c>, intersected (decisions, 5).</summary>
internal static class SpeckitRange
{
    /// <summary>The range, or null for every version.</summary>
    public static string? Of(PluginManifest manifest)
    {
        var bounds = string.Join(
            ' ',
            new[]
            {
                manifest.Compatibility.MinSpeckit is { } min ? $">={min}" : null,
                manifest.Compatibility.MaxSpeckit is { } max ? $"<={max}" : null,
            }.OfType<string>()
        );
        if (manifest.Requires.Speckit is not { } range)
        {
            return bounds.Length == 0 ? null : bounds;
        }

        return bounds.Length == 0
            ? range.Text
            : string.Join(" || ", range.Text.Split("||").Select(part => Intersect(bounds, part.Trim())));
    }

    // A hyphen range stands alone in npm's grammar: its two comparators do not.
    private static string Intersect(string bounds, string part)
    {
        var hyphen = part.Split(" - ");
        var comparators = hyphen.Length == 2 ? $">={hyphen[0].Trim()} <={hyphen[1].Trim()}" : part;
        return $"{bounds} {comparators}".Trim();
    }
}
