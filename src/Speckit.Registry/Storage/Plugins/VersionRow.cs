using System.Collections.Immutable;
using System.Text.Json;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;

namespace Speckit.Registry.Storage.Plugins;

/// <summary>A row of the table <c>version</c>.</summary>
internal sealed class VersionRow
{
    /// <summary>All columns but the texts that only a version's page needs.</summary>
    public const string Columns = """
        v.id, v.plugin_id AS PluginId, v.version, v.entry, v.archive, v.signature, v.keyid, v.trust, v.yanked, v.description, v.author,
        v.license, v.repository, v.homepage, v.keywords, v.published, v.downloads
        """;

    public long Id { get; init; }
    public long PluginId { get; init; }
    public required string Version { get; init; }
    public required string Entry { get; init; }
    public required string Archive { get; init; }
    public string? Signature { get; init; }
    public string? KeyId { get; init; }
    public TrustLevel Trust { get; init; }
    public bool Yanked { get; init; }
    public required string Description { get; init; }
    public string? Author { get; init; }
    public string? License { get; init; }
    public string? Repository { get; init; }
    public string? Homepage { get; init; }
    public required string Keywords { get; init; }
    public string? Readme { get; init; }
    public string? Changelog { get; init; }
    public long Published { get; init; }
    public long Downloads { get; init; }

    /// <summary>The keywords.</summary>
    public ImmutableArray<string> KeywordList => [.. Keywords.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The version, to be ordered.</summary>
    public SemanticVersion Precedence => SemanticVersion.Parse(Version);

    /// <summary>The index line as it now is.</summary>
    public IndexEntry ToEntry()
    {
        var entry = JsonSerializer.Deserialize(Entry, RegistryJsonContext.Default.IndexEntry)!;
        return entry with { Trust = Trust, Yanked = Yanked };
    }

    /// <summary>The newest version that is not yanked; a release before any pre-release. Null when there is none.</summary>
    public static VersionRow? Newest(IEnumerable<VersionRow> versions) =>
        versions
            .Where(version => !version.Yanked)
            .OrderBy(version => version.Precedence.IsPrerelease)
            .ThenByDescending(version => version.Precedence)
            .FirstOrDefault();
}
