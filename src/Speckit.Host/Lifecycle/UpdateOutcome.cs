using System.Collections.Immutable;
using Speckit.Host.Changelogs;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Registry.Client.Resolution;

namespace Speckit.Host.Lifecycle;

/// <summary>What an update did, or would do.</summary>
/// <param name="Changes">The plugins that got another version, dependencies first.</param>
/// <param name="HeldBack">The plugins that have a higher version which does not fit, with the reasons.</param>
/// <param name="Applied">False for a dry run, and when there was nothing to do.</param>
public sealed record UpdateOutcome(
    ImmutableArray<UpdatedPlugin> Changes,
    ImmutableArray<HeldBack> HeldBack,
    bool Applied
);

/// <summary>A plugin that got, or would get, another version.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="From">The version before; null when it comes along as a new dependency.</param>
/// <param name="To">The version after.</param>
/// <param name="Changelog">What changed in between, in the author's words.</param>
/// <param name="AddedCapabilities">The capabilities that the version before did not have.</param>
/// <param name="Migrations">What its migrations changed in the user's configuration, in words; for a dry run the migrations that would run.</param>
public sealed record UpdatedPlugin(
    PluginName Name,
    SemanticVersion? From,
    SemanticVersion To,
    ImmutableArray<ChangelogSection> Changelog,
    ImmutableArray<string> AddedCapabilities,
    ImmutableArray<string> Migrations
)
{
    /// <summary>Whether the new version may break what worked before, by its number (JP design §11.1).</summary>
    public bool IsMajor =>
        From is not null && (To.Major > From.Major || (To.Major == 0 && From.Major == 0 && To.Minor > From.Minor));
}
