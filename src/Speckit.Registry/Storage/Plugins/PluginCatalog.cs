using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Storage.Database;

namespace Speckit.Registry.Storage.Plugins;

/// <summary>Every question about plugins and versions.</summary>
internal sealed class PluginCatalog(RegistryDatabase database)
{
    private const string Everything = "FROM plugin p";

    private const string Matches = """
        FROM (
            SELECT rowid AS id, bm25(plugin_search, 10, 5, 3, 2, 1) AS rank FROM plugin_search WHERE plugin_search MATCH @text
        ) s JOIN plugin p ON p.id = s.id
        """;

    private const string Filtered = """
        JOIN version v ON v.id = p.latest_id
        WHERE (@category IS NULL OR EXISTS (SELECT 1 FROM plugin_category c WHERE c.plugin_id = p.id AND c.category = @category))
        AND (@trust IS NULL OR v.trust >= @trust)
        """;

    private const string SummaryColumns = """
        p.name, v.version, v.description, v.author, v.trust, p.downloads, v.keywords, v.published,
        (SELECT group_concat(c.category, char(10)) FROM plugin_category c WHERE c.plugin_id = p.id) AS Categories
        """;

    /// <summary>A version without its build metadata, which has no precedence.</summary>
    public static string PrecedenceKey(SemanticVersion version)
    {
        var text = version.ToString();
        return version.Build is null ? text : text[..text.IndexOf('+', StringComparison.Ordinal)];
    }

    /// <summary>That there is no such plugin or version.</summary>
    public static Diagnostic NotFound(PluginName name, SemanticVersion? version = null) =>
        RegistryDiagnostics.PluginNotFound.Error(
            version is null
                ? $"There is no plugin '{name}' in this registry."
                : $"There is no version {version} of '{name}' in this registry.",
            version is null ? "Search for it: GET /plugins?q=…" : $"See its versions: GET /plugins/{name}"
        );

    /// <summary>A page of the plugins that match, best first; without words, most downloaded first.</summary>
    public SearchResponse Search(SearchQuery query)
    {
        using var connection = database.OpenRead();
        var fullText = query.Text is null ? null : SearchQuery.ToFullText(query.Text);
        var parameters = new
        {
            text = fullText,
            exact = query.Text,
            category = query.Category,
            trust = (int?)query.Trust,
            query.Limit,
            query.Offset,
        };
        var nothing = query.Text is not null && fullText is null;
        var rows = nothing ? [] : connection.Query<SummaryRow>(PageSql(fullText is not null), parameters).AsList();
        return new SearchResponse
        {
            Total = nothing ? 0 : connection.ExecuteScalar<int>(CountSql(fullText is not null), parameters),
            Offset = query.Offset,
            Limit = query.Limit,
            Plugins = [.. rows.Select(row => row.ToSummary())],
        };
    }

    /// <summary>All categories with their number of plugins, by name.</summary>
    public ImmutableArray<CategoryCount> Categories()
    {
        using var connection = database.OpenRead();
        return
        [
            .. connection
                .Query<(string Name, long Plugins)>(
                    "SELECT category, count(*) FROM plugin_category GROUP BY category ORDER BY category"
                )
                .Select(row => new CategoryCount(row.Name, (int)row.Plugins)),
        ];
    }

    /// <summary>A plugin's versions, newest first, and its total of downloads; null when there is no such plugin.</summary>
    public (ImmutableArray<VersionRow> Versions, long Downloads)? Find(PluginName name)
    {
        using var connection = database.OpenRead();
        var plugin = connection.QuerySingleOrDefault<(long Id, long Downloads)?>(
            "SELECT id, downloads FROM plugin WHERE name = @name",
            new { name = name.ToString() }
        );
        if (plugin is not { } found)
        {
            return null;
        }

        var versions = connection.Query<VersionRow>(
            $"SELECT {VersionRow.Columns} FROM version v WHERE v.plugin_id = @Id",
            new { found.Id }
        );
        return ([.. versions.OrderByDescending(version => version.Precedence)], found.Downloads);
    }

    /// <summary>One version with its texts, or null.</summary>
    public VersionRow? Find(PluginName name, SemanticVersion version)
    {
        using var connection = database.OpenRead();
        return connection.QuerySingleOrDefault<VersionRow>(
            $"""
            SELECT {VersionRow.Columns}, v.readme, v.changelog FROM version v JOIN plugin p ON p.id = v.plugin_id
            WHERE p.name = @name AND v.precedence = @precedence
            """,
            new { name = name.ToString(), precedence = PrecedenceKey(version) }
        );
    }

    /// <summary>A plugin's index lines in the order of publication; empty when there is no such plugin.</summary>
    public ImmutableArray<IndexEntry> IndexEntries(PluginName name)
    {
        using var connection = database.OpenRead();
        var rows = connection.Query<VersionRow>(
            $"""
            SELECT {VersionRow.Columns} FROM version v JOIN plugin p ON p.id = v.plugin_id WHERE p.name = @name ORDER BY v.id
            """,
            new { name = name.ToString() }
        );
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>The digests of every archive and signature that a version names.</summary>
    public HashSet<string> ReferencedBlobs()
    {
        using var connection = database.OpenRead();
        return connection
            .Query<string>(
                "SELECT archive FROM version UNION SELECT signature FROM version WHERE signature IS NOT NULL"
            )
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether the database answers.</summary>
    /// <exception cref="SqliteException">It does not.</exception>
    public long CountPlugins()
    {
        using var connection = database.OpenRead();
        return connection.ExecuteScalar<long>("SELECT count(*) FROM plugin");
    }

    private static string CountSql(bool hasWords) => $"SELECT count(*) {(hasWords ? Matches : Everything)} {Filtered}";

    private static string PageSql(bool hasWords) =>
        hasWords
            ? $"""
                SELECT {SummaryColumns} {Matches} {Filtered}
                ORDER BY p.name = @exact DESC, s.rank, p.downloads DESC, p.name LIMIT @Limit OFFSET @Offset
                """
            : $"SELECT {SummaryColumns} {Everything} {Filtered} ORDER BY p.downloads DESC, p.name LIMIT @Limit OFFSET @Offset";

    private sealed class SummaryRow
    {
        public required string Name { get; init; }
        public required string Version { get; init; }
        public required string Description { get; init; }
        public string? Author { get; init; }
        public TrustLevel Trust { get; init; }
        public long Downloads { get; init; }
        public required string Keywords { get; init; }
        public string? Categories { get; init; }
        public long Published { get; init; }

        public PluginSummary ToSummary() =>
            new()
            {
                Name = Name,
                Version = Version,
                Description = Description,
                Author = Author,
                Trust = Trust,
                Downloads = Downloads,
                RatingCount = 0,
                Keywords = [.. Keywords.Split('\n', StringSplitOptions.RemoveEmptyEntries)],
                Categories = Categories is null ? [] : [.. Categories.Split('\n').Order(StringComparer.Ordinal)],
                Updated = Instant.From(Published),
            };
    }
}
