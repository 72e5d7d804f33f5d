using System.Collections.Immutable;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Comparison;

/// <summary>Compares two versions of a plugin by what their manifests promise to users (JP design §11.1).</summary>
public static class ManifestComparison
{
    /// <summary>What changed. Words for people, such as descriptions, are not compared, and neither is code.</summary>
    /// <param name="before">The version that was published, with its configuration schema loaded.</param>
    /// <param name="after">The version that is to be published, with its configuration schema loaded.</param>
    public static ImmutableArray<ManifestChange> Compare(PluginManifest before, PluginManifest after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. ProvisionChanges.Find(before.Provides, after.Provides),
            .. CommandChanges.Find(before.Provides.Commands, after.Provides.Commands),
            .. SchemaChanges.Find(before.ConfigurationSchema, after.ConfigurationSchema),
            .. Capabilities(before.Requires.Capabilities, after.Requires.Capabilities),
            .. Platforms(before.Compatibility.Platforms, after.Compatibility.Platforms),
            .. RangeChanges.Find(before, after),
        ];
    }

    private static IEnumerable<ManifestChange> Capabilities(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        foreach (var added in after.Except(before, StringComparer.Ordinal))
        {
            yield return new(ChangeArea.Capabilities, ChangeWeight.Major, $"asks for the capability {added}");
        }
    }

    private static IEnumerable<ManifestChange> Platforms(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        if (before.IsEmpty && !after.IsEmpty)
        {
            var only = string.Join(", ", after);
            yield return new(ChangeArea.Platforms, ChangeWeight.Major, $"runs on {only} only, not everywhere");
            yield break;
        }

        foreach (var dropped in after.IsEmpty ? [] : before.Except(after, StringComparer.Ordinal))
        {
            yield return new(ChangeArea.Platforms, ChangeWeight.Major, $"does not run on {dropped} any more");
        }

        foreach (var added in before.IsEmpty ? [] : after.Except(before, StringComparer.Ordinal))
        {
            yield return new(ChangeArea.Platforms, ChangeWeight.Minor, $"runs on {added} too");
        }
    }
}
