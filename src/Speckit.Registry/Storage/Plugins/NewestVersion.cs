using Dapper;
using Microsoft.Data.Sqlite;

namespace Speckit.Registry.Storage.Plugins;

/// <summary>Keeps what lists and searches look at: a plugin's newest version, its categories, its words.</summary>
internal static class NewestVersion
{
    /// <summary>Brings it up to date with the plugin's versions, in the transaction that changed them.</summary>
    public static void Refresh(SqliteConnection connection, SqliteTransaction transaction, long pluginId)
    {
        var versions = connection.Query<VersionRow>(
            $"SELECT {VersionRow.Columns} FROM version v WHERE v.plugin_id = @pluginId",
            new { pluginId },
            transaction
        );
        var newest = VersionRow.Newest(versions);
        connection.Execute(
            """
            UPDATE plugin SET latest_id = @latest WHERE id = @pluginId;
            DELETE FROM plugin_category WHERE plugin_id = @pluginId;
            DELETE FROM plugin_search WHERE rowid = @pluginId;
            """,
            new { pluginId, latest = newest?.Id },
            transaction
        );
        if (newest is not null)
        {
            Describe(connection, transaction, pluginId, newest);
        }
    }

    private static void Describe(
        SqliteConnection connection,
        SqliteTransaction transaction,
        long pluginId,
        VersionRow newest
    )
    {
        var entry = newest.ToEntry();
        connection.Execute(
            "INSERT INTO plugin_category (category, plugin_id) VALUES (@category, @pluginId)",
            entry.Provides.Where(kind => !kind.Value.IsEmpty).Select(kind => new { category = kind.Key, pluginId }),
            transaction
        );
        connection.Execute(
            """
            INSERT INTO plugin_search (rowid, name, keywords, provides, description, author)
            VALUES (@pluginId, @Name, @keywords, @provides, @Description, @Author)
            """,
            new
            {
                pluginId,
                entry.Name,
                keywords = newest.Keywords,
                provides = string.Join('\n', entry.Provides.SelectMany(kind => kind.Value.Append(kind.Key))),
                newest.Description,
                newest.Author,
            },
            transaction
        );
    }
}
