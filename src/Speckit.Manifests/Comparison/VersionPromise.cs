using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Comparison;

/// <summary>Whether a new version's number says what it changes (JP design §11.1; decisions, 17).</summary>
public static class VersionPromise
{
    /// <summary>What to tell the author: warnings for what the number does not announce, notes for what deserves a thought.</summary>
    /// <param name="before">The version that was published, with its configuration schema loaded.</param>
    /// <param name="after">The version that is to be published, with its configuration schema loaded.</param>
    public static ImmutableArray<Diagnostic> Check(PluginManifest before, PluginManifest after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = ManifestComparison.Compare(before, after);
        if (after.Version <= before.Version)
        {
            var least = changes.IsEmpty ? ChangeWeight.Patch : changes.Max(c => c.Weight);
            return changes.IsEmpty && after.Version == before.Version
                ? []
                :
                [
                    ComparisonDiagnostics.NotHigher.Warning(
                        $"{after.Name} {after.Version} is not higher than {before.Version}, which is published",
                        $"publish it as {VersionStep.Next(before.Version, least)} or higher"
                    ),
                ];
        }

        var allowed = VersionStep.Allows(before.Version, after.Version);
        return
        [
            .. changes.Where(c => c.Weight > allowed).Select(c => TooMuch(c, before, after)),
            .. allowed < ChangeWeight.Major
                ? []
                : changes.Where(c => c.IsUnannouncedRemoval).Select(c => Sudden(c, after)),
        ];
    }

    private static Diagnostic TooMuch(ManifestChange change, PluginManifest before, PluginManifest after)
    {
        var step = $"{after.Name} {after.Version} {change.Message}";
        var next = VersionStep.Next(before.Version, change.Weight);
        if (change is { Area: ChangeArea.Configuration, Weight: ChangeWeight.Major } && IsMigrated(before, after))
        {
            return ComparisonDiagnostics.BreakingButMigrated.Warning(
                $"{step}; a migration brings it along",
                $"without the migration it would have to be {next}"
            ) with
            {
                Severity = Severity.Info,
            };
        }

        return change.Weight == ChangeWeight.Major
            ? ComparisonDiagnostics.Breaking.Warning(
                $"{step}: what worked with {before.Version} may not work any more",
                $"publish it as {next} or higher"
            )
            : ComparisonDiagnostics.Unannounced.Warning(
                $"{step}: that is more than a patch of {before.Version}",
                $"publish it as {next} or higher"
            );
    }

    private static Diagnostic Sudden(ManifestChange change, PluginManifest after) =>
        ComparisonDiagnostics.NotDeprecated.Warning(
            $"{after.Name} {after.Version} {change.Message}, which was not deprecated before",
            "a version that says 'deprecated' gives users time to change"
        ) with
        {
            Severity = Severity.Info,
        };

    private static bool IsMigrated(PluginManifest before, PluginManifest after) =>
        after.Migrations.Any(m => m.From <= before.Version && m.To > before.Version && m.To <= after.Version);
}
