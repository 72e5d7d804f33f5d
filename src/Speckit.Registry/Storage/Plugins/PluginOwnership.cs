using Dapper;
using Microsoft.Data.Sqlite;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Storage.Plugins;

/// <summary>Who may publish under which name.</summary>
internal static class PluginOwnership
{
    /// <summary>Why a publisher may not publish under a name, or null:
    /// another owns it, or its scope, or a plugin that it can be confused with.</summary>
    public static Diagnostic? Check(
        SqliteConnection connection,
        SqliteTransaction? transaction,
        PluginName name,
        AccessToken publisher
    )
    {
        var found = connection.QuerySingleOrDefault<(string Name, long OwnerId, string Owner)?>(
            """
            SELECT p.name, p.owner_id, o.name FROM plugin p JOIN publisher o ON o.id = p.owner_id WHERE p.skeleton = @skeleton
            """,
            new { skeleton = NameSkeleton.Of(name) },
            transaction
        );
        if (found is { } other && other.Name != name.ToString())
        {
            return RegistryDiagnostics.NameConfusable.Error(
                $"The name '{name}' can be confused with the plugin '{other.Name}'.",
                "Choose a name that differs in more than separators and look-alike digits."
            );
        }

        return found is { } same
            ? NotOwned(same.OwnerId, same.Owner, $"The plugin '{name}'", publisher)
            : CheckScope(connection, transaction, name, publisher);
    }

    /// <summary>Why a caller may not change a plugin, or null.</summary>
    public static Diagnostic? CheckOwner(
        SqliteConnection connection,
        SqliteTransaction transaction,
        PluginName name,
        AccessToken caller
    )
    {
        if (caller.IsAdmin)
        {
            return null;
        }

        var owner = connection.QuerySingle<(long Id, string Name)>(
            "SELECT o.id, o.name FROM plugin p JOIN publisher o ON o.id = p.owner_id WHERE p.name = @name",
            new { name = name.ToString() },
            transaction
        );
        return NotOwned(owner.Id, owner.Name, $"The plugin '{name}'", caller);
    }

    private static Diagnostic? CheckScope(
        SqliteConnection connection,
        SqliteTransaction? transaction,
        PluginName name,
        AccessToken publisher
    )
    {
        if (name.Scope is null)
        {
            return null;
        }

        var owner = connection.QueryFirstOrDefault<(long Id, string Name)?>(
            """
            SELECT o.id, o.name FROM plugin p JOIN publisher o ON o.id = p.owner_id WHERE p.scope = @scope ORDER BY p.id LIMIT 1
            """,
            new { scope = NameSkeleton.Of(name.Scope) },
            transaction
        );
        return owner is { } found ? NotOwned(found.Id, found.Name, $"The scope '@{name.Scope}'", publisher) : null;
    }

    private static Diagnostic? NotOwned(long ownerId, string owner, string what, AccessToken caller) =>
        ownerId == caller.PublisherId
            ? null
            : RegistryDiagnostics.NotTheOwner.Error(
                $"{what} belongs to '{owner}', the token to '{caller.Publisher}'.",
                "Use a token of its owner, or choose another name."
            );
}
