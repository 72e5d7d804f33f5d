using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Audit.Advisories;

/// <summary>A known vulnerability, in the terms of the OSV schema (https://ossf.github.io/osv-schema/).</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Summary">What it is, in a line; null when it does not say.</param>
/// <param name="Aliases">The same vulnerability's other identifiers, such as a CVE.</param>
/// <param name="Affected">The plugins it is about.</param>
public sealed record Advisory(
    string Id,
    string? Summary,
    ImmutableArray<string> Aliases,
    ImmutableArray<AffectedPlugin> Affected
)
{
    /// <summary>Whether it is about that version of that plugin.</summary>
    public bool IsAbout(PluginName name, SemanticVersion version) =>
        Affected.Any(a => a.Name.Equals(name) && a.Contains(version));

    /// <summary>The lowest version after that one in which it is fixed, or null.</summary>
    public SemanticVersion? FixedAfter(PluginName name, SemanticVersion version) =>
        Affected
            .Where(a => a.Name.Equals(name))
            .SelectMany(a => a.Ranges)
            .SelectMany(r => r.Events)
            .Where(e => e.Kind == AdvisoryEventKind.Fixed && e.Version is { } at && at > version)
            .Select(e => e.Version)
            .Min();
}

/// <summary>The versions of a plugin that an advisory is about.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Versions">Versions that are listed one by one.</param>
/// <param name="Ranges">Ranges of versions.</param>
public sealed record AffectedPlugin(
    PluginName Name,
    ImmutableArray<SemanticVersion> Versions,
    ImmutableArray<AdvisoryRange> Ranges
)
{
    /// <summary>Whether that version is among them.</summary>
    public bool Contains(SemanticVersion version) => Versions.Contains(version) || Ranges.Any(r => r.Contains(version));
}
