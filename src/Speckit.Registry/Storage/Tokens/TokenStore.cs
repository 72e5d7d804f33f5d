using System.Collections.Immutable;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Registry.Storage.Database;

namespace Speckit.Registry.Storage.Tokens;

/// <summary>Publishers and their tokens.</summary>
internal sealed class TokenStore(RegistryDatabase database, TimeProvider time)
{
    private const string Columns = """
        SELECT t.id, t.publisher_id AS PublisherId, p.name AS Publisher, t.scopes, t.created, t.expires, t.revoked
        FROM token t JOIN publisher p ON p.id = t.publisher_id
        """;

    /// <summary>The longest publisher name, in characters.</summary>
    public const int MaxPublisherLength = 64;

    /// <summary>Whether a publisher may be called that: the rule for plugin names without a scope.</summary>
    public static bool IsPublisherName(string? name) =>
        name is { Length: <= MaxPublisherLength } && PluginName.TryParse(name, out var parsed) && parsed.Scope is null;

    /// <summary>Makes a token, and its publisher where that is new. The secret is returned here and never again.</summary>
    public async Task<(AccessToken Token, string Secret)> CreateAsync(
        string publisher,
        ImmutableArray<string> scopes,
        TimeSpan? lifetime,
        CancellationToken cancellationToken
    )
    {
        var secret = TokenSecret.Create();
        var now = time.GetUtcNow();
        var created = await database.WriteAsync<AccessToken>(
            (connection, transaction) =>
            {
                var publisherId = EnsurePublisher(connection, transaction, publisher, now.ToUnixTimeMilliseconds());
                var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
                var token = new AccessToken(id, publisherId, publisher, scopes, now, now + lifetime, null);
                Insert(connection, transaction, token, TokenSecret.Hash(secret));
                return token;
            },
            afterCommit: null,
            cancellationToken
        );
        return (created.Value, secret);
    }

    /// <summary>The token with that secret, expired and revoked ones among them; null when there is none.</summary>
    public AccessToken? Find(string secret)
    {
        using var connection = database.OpenRead();
        return connection
            .QuerySingleOrDefault<Row>(Columns + " WHERE t.hash = @hash", new { hash = TokenSecret.Hash(secret) })
            ?.ToToken();
    }

    /// <summary>Whether a token still counts.</summary>
    public bool IsCurrent(AccessToken token) =>
        token.Revoked is null && (token.Expires is null || token.Expires > time.GetUtcNow());

    /// <summary>All tokens, oldest first.</summary>
    public ImmutableArray<AccessToken> List()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(Columns + " ORDER BY t.created, t.id").Select(row => row.ToToken())];
    }

    /// <summary>Ends a token.</summary>
    public Task<Result<Unit>> RevokeAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync<Unit>(
            (connection, transaction) =>
                connection.Execute(
                    "UPDATE token SET revoked = coalesce(revoked, @now) WHERE id = @id",
                    new { id, now = Instant.Now(time) },
                    transaction
                ) > 0
                    ? default(Unit)
                    : RegistryDiagnostics.TokenNotFound.Error(
                        $"There is no token '{id}'.",
                        "See the identifiers with: speckit-registry token list."
                    ),
            afterCommit: null,
            cancellationToken
        );

    private static long EnsurePublisher(
        SqliteConnection connection,
        SqliteTransaction transaction,
        string name,
        long now
    )
    {
        connection.Execute(
            "INSERT INTO publisher (name, created) VALUES (@name, @now) ON CONFLICT (name) DO NOTHING",
            new { name, now },
            transaction
        );
        return connection.ExecuteScalar<long>("SELECT id FROM publisher WHERE name = @name", new { name }, transaction);
    }

    private static void Insert(
        SqliteConnection connection,
        SqliteTransaction transaction,
        AccessToken token,
        byte[] hash
    ) =>
        connection.Execute(
            """
            INSERT INTO token (id, hash, publisher_id, scopes, created, expires)
            VALUES (@Id, @hash, @PublisherId, @scopes, @created, @expires)
            """,
            new
            {
                token.Id,
                hash,
                token.PublisherId,
                scopes = string.Join(' ', token.Scopes),
                created = token.Created.ToUnixTimeMilliseconds(),
                expires = token.Expires?.ToUnixTimeMilliseconds(),
            },
            transaction
        );

    private sealed class Row
    {
        public required string Id { get; init; }
        public long PublisherId { get; init; }
        public required string Publisher { get; init; }
        public required string Scopes { get; init; }
        public long Created { get; init; }
        public long? Expires { get; init; }
        public long? Revoked { get; init; }

        public AccessToken ToToken() =>
            new(
                Id,
                PublisherId,
                Publisher,
                [.. Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
                Instant.From(Created),
                Instant.From(Expires),
                Instant.From(Revoked)
            );
    }
}
