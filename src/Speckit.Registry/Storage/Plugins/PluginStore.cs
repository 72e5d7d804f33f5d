using Dapper;
using Microsoft.Data.Sqlite;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Storage.Database;
using Speckit.Registry.Storage.Index;
using Speckit.Registry.Storage.Keys;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Storage.Plugins;

/// <summary>Every change to plugins and versions. Each is one transaction, and the index is up to date before the caller hears of it.</summary>
internal sealed class PluginStore(RegistryDatabase database, KeyStore keys, IndexCache index, TimeProvider time)
{
    /// <summary>Publishes a version: the first publisher of a name owns it, and a version never changes.</summary>
    public Task<Result<Publication>> PublishAsync(NewVersion version, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, transaction) => Publish(connection, transaction, version),
            _ => index.Invalidate(version.Manifest.Name),
            cancellationToken
        );

    /// <summary>Why a publisher may not publish under a name, or null. Asked before the archive is kept; asked again in the transaction.</summary>
    public Diagnostic? CheckName(PluginName name, AccessToken publisher)
    {
        using var connection = database.OpenRead();
        return PluginOwnership.Check(connection, null, name, publisher);
    }

    /// <summary>Withdraws a version, or takes that back.</summary>
    public Task<Result<IndexEntry>> SetYankedAsync(
        PluginName name,
        SemanticVersion version,
        bool yanked,
        AccessToken caller,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            name,
            version,
            caller,
            "UPDATE version SET yanked = @value WHERE id = @id",
            yanked,
            cancellationToken
        );

    /// <summary>Sets how far a version is trusted. The caller is an admin.</summary>
    public Task<Result<IndexEntry>> SetTrustAsync(
        PluginName name,
        SemanticVersion version,
        TrustLevel trust,
        AccessToken caller,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            name,
            version,
            caller,
            "UPDATE version SET trust = @value WHERE id = @id",
            (int)trust,
            cancellationToken
        );

    private Task<Result<IndexEntry>> ChangeAsync<T>(
        PluginName name,
        SemanticVersion version,
        AccessToken caller,
        string sql,
        T value,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<IndexEntry>(
            (connection, transaction) =>
            {
                if (FindVersion(connection, transaction, name, version) is not { } row)
                {
                    return PluginCatalog.NotFound(name, version);
                }

                if (PluginOwnership.CheckOwner(connection, transaction, name, caller) is { } refusal)
                {
                    return refusal;
                }

                connection.Execute(sql, new { value, id = row.Id }, transaction);
                NewestVersion.Refresh(connection, transaction, row.PluginId);
                return FindVersion(connection, transaction, name, version)!.ToEntry();
            },
            _ => index.Invalidate(name),
            cancellationToken
        );

    private Result<Publication> Publish(SqliteConnection connection, SqliteTransaction transaction, NewVersion version)
    {
        var name = version.Manifest.Name;
        if (PluginOwnership.Check(connection, transaction, name, version.Publisher) is { } refusal)
        {
            return refusal;
        }

        if (FindVersion(connection, transaction, name, version.Manifest.Version) is { } existing)
        {
            return Same(existing, version);
        }

        if (version.FirstKey is { } first)
        {
            var registered = keys.Register(connection, transaction, version.Publisher, first.KeyId, first.Pem);
            if (!registered.Succeeded)
            {
                return registered.Propagate<Publication>();
            }
        }

        var pluginId = EnsurePlugin(connection, transaction, version);
        Insert(connection, transaction, pluginId, version);
        NewestVersion.Refresh(connection, transaction, pluginId);
        return new Publication(version.Entry, Created: true);
    }

    private static Result<Publication> Same(VersionRow existing, NewVersion version) =>
        existing.Archive == version.Entry.Archive
            ? new Publication(existing.ToEntry(), Created: false)
            : RegistryDiagnostics.VersionExists.Error(
                $"{version.Entry.Name}@{existing.Version} is published with other bytes: {existing.Archive}.",
                "A published version never changes. Raise the version and publish again."
            );

    private long EnsurePlugin(SqliteConnection connection, SqliteTransaction transaction, NewVersion version)
    {
        var name = version.Manifest.Name;
        connection.Execute(
            """
            INSERT INTO plugin (name, skeleton, scope, owner_id, created)
            VALUES (@name, @skeleton, @scope, @PublisherId, @now)
            ON CONFLICT (name) DO NOTHING
            """,
            new
            {
                name = name.ToString(),
                skeleton = NameSkeleton.Of(name),
                scope = name.Scope is null ? null : NameSkeleton.Of(name.Scope),
                version.Publisher.PublisherId,
                now = Instant.Now(time),
            },
            transaction
        );
        return connection.ExecuteScalar<long>(
            "SELECT id FROM plugin WHERE name = @name",
            new { name = name.ToString() },
            transaction
        );
    }

    private void Insert(SqliteConnection connection, SqliteTransaction transaction, long pluginId, NewVersion version)
    {
        var manifest = version.Manifest;
        connection.Execute(
            """
            INSERT INTO version (plugin_id, version, precedence, entry, archive, signature, keyid, trust, description,
                author, license, repository, homepage, keywords, manifest, readme, changelog, published)
            VALUES (@pluginId, @version, @precedence, @entry, @Archive, @Signature, @KeyId, @trust, @Description,
                @Author, @License, @Repository, @Homepage, @keywords, @ManifestText, @Readme, @Changelog, @now)
            """,
            new
            {
                pluginId,
                version = manifest.Version.ToString(),
                precedence = PluginCatalog.PrecedenceKey(manifest.Version),
                entry = IndexLine.Write(version.Entry),
                version.Entry.Archive,
                version.Signature,
                version.Entry.KeyId,
                trust = (int)version.Entry.Trust,
                manifest.Description,
                manifest.Author,
                manifest.License,
                manifest.Repository,
                manifest.Homepage,
                keywords = string.Join('\n', manifest.Keywords.Select(keyword => keyword.ReplaceLineEndings(" "))),
                version.ManifestText,
                version.Readme,
                version.Changelog,
                now = Instant.Now(time),
            },
            transaction
        );
    }

    private static VersionRow? FindVersion(
        SqliteConnection connection,
        SqliteTransaction transaction,
        PluginName name,
        SemanticVersion version
    ) =>
        connection.QuerySingleOrDefault<VersionRow>(
            $"""
            SELECT {VersionRow.Columns} FROM version v JOIN plugin p ON p.id = v.plugin_id
            WHERE p.name = @name AND v.precedence = @precedence
            """,
            new { name = name.ToString(), precedence = PluginCatalog.PrecedenceKey(version) },
            transaction
        );
}
