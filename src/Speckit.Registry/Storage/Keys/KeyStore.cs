using Dapper;
using Microsoft.Data.Sqlite;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Storage.Database;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Storage.Keys;

/// <summary>The public keys that publishers sign with. A key belongs to one publisher for ever.</summary>
internal sealed class KeyStore(RegistryDatabase database, TimeProvider time)
{
    private const string Columns = """
        SELECT k.keyid, k.pem, k.publisher_id AS PublisherId, p.name AS Publisher, k.registered, k.revoked
        FROM signing_key k JOIN publisher p ON p.id = k.publisher_id
        """;

    /// <summary>The key of that identifier, or null.</summary>
    public RegisteredKey? Find(string keyId)
    {
        using var connection = database.OpenRead();
        return Find(connection, null, keyId);
    }

    /// <summary>Whether a publisher ever registered a key.</summary>
    public bool HasAny(long publisherId)
    {
        using var connection = database.OpenRead();
        return connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM signing_key WHERE publisher_id = @publisherId)",
            new { publisherId }
        );
    }

    /// <summary>Registers a key. The same key of the same publisher again is no error.</summary>
    public Task<Result<RegisteredKey>> RegisterAsync(
        AccessToken owner,
        string keyId,
        string pem,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<RegisteredKey>(
            (connection, transaction) => Register(connection, transaction, owner, keyId, pem),
            afterCommit: null,
            cancellationToken
        );

    /// <summary>Registers a key inside a transaction of the caller.</summary>
    public Result<RegisteredKey> Register(
        SqliteConnection connection,
        SqliteTransaction transaction,
        AccessToken owner,
        string keyId,
        string pem
    )
    {
        connection.Execute(
            """
            INSERT INTO signing_key (keyid, pem, publisher_id, registered) VALUES (@keyId, @pem, @PublisherId, @now)
            ON CONFLICT (keyid) DO NOTHING
            """,
            new
            {
                keyId,
                pem,
                owner.PublisherId,
                now = Instant.Now(time),
            },
            transaction
        );
        var key = Find(connection, transaction, keyId)!;
        return Check(key, owner) is { } problem ? problem : key;
    }

    /// <summary>Ends a key: nothing signed with it is taken any more. What was published with it stays.</summary>
    public Task<Result<RegisteredKey>> RevokeAsync(
        AccessToken owner,
        string keyId,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<RegisteredKey>(
            (connection, transaction) =>
            {
                if (Find(connection, transaction, keyId) is not { } key)
                {
                    return NotFound(keyId);
                }

                if (key.PublisherId != owner.PublisherId && !owner.IsAdmin)
                {
                    return RegistryDiagnostics.NotTheOwner.Error(
                        $"The key {keyId} belongs to '{key.Publisher}', the token to '{owner.Publisher}'.",
                        "Use a token of the key's publisher."
                    );
                }

                connection.Execute(
                    "UPDATE signing_key SET revoked = coalesce(revoked, @now) WHERE keyid = @keyId",
                    new { keyId, now = Instant.Now(time) },
                    transaction
                );
                return Find(connection, transaction, keyId)!;
            },
            afterCommit: null,
            cancellationToken
        );

    /// <summary>Why a publisher cannot use a key, or null.</summary>
    public static Diagnostic? Check(RegisteredKey key, AccessToken owner)
    {
        if (key.PublisherId != owner.PublisherId)
        {
            return RegistryDiagnostics.KeyUnusable.Error(
                $"The key {key.KeyId} belongs to another publisher.",
                "Sign with a key of your own: specify plugin keygen."
            );
        }

        return key.Revoked is { } revoked
            ? RegistryDiagnostics.KeyUnusable.Error(
                $"The key {key.KeyId} was revoked on {revoked:yyyy-MM-dd}.",
                "Make and register a new key: specify plugin keygen."
            )
            : null;
    }

    /// <summary>That there is no such key.</summary>
    public static Diagnostic NotFound(string keyId) =>
        RegistryDiagnostics.KeyNotFound.Error(
            $"There is no key '{keyId}'.",
            "A key's identifier is the hexadecimal SHA-256 of its SubjectPublicKeyInfo."
        );

    private static RegisteredKey? Find(SqliteConnection connection, SqliteTransaction? transaction, string keyId) =>
        connection.QuerySingleOrDefault<Row>(Columns + " WHERE k.keyid = @keyId", new { keyId }, transaction)?.ToKey();

    private sealed class Row
    {
        public required string KeyId { get; init; }
        public required string Pem { get; init; }
        public long PublisherId { get; init; }
        public required string Publisher { get; init; }
        public long Registered { get; init; }
        public long? Revoked { get; init; }

        public RegisteredKey ToKey() =>
            new(KeyId, Pem, PublisherId, Publisher, Instant.From(Registered), Instant.From(Revoked));
    }
}

/// <summary>A publisher's key.</summary>
/// <param name="KeyId">Hexadecimal SHA-256 of its SubjectPublicKeyInfo.</param>
/// <param name="Pem">The key.</param>
/// <param name="PublisherId">The row of its publisher.</param>
/// <param name="Publisher">The name of its publisher.</param>
/// <param name="Registered">When it was registered.</param>
/// <param name="Revoked">When it was revoked.</param>
internal sealed record RegisteredKey(
    string KeyId,
    string Pem,
    long PublisherId,
    string Publisher,
    DateTimeOffset Registered,
    DateTimeOffset? Revoked
)
{
    /// <summary>What the API says about it.</summary>
    public PublicKeyResponse ToResponse() =>
        new()
        {
            KeyId = KeyId,
            Pem = Pem,
            Publisher = Publisher,
            Registered = Registered,
            Revoked = Revoked,
        };
}
