using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Speckit.Registry.Storage.Tokens;

/// <summary>What a token may do.</summary>
internal static class TokenScopes
{
    /// <summary>Publish versions and register keys.</summary>
    public const string Publish = "publish";

    /// <summary>Withdraw versions and take that back.</summary>
    public const string Yank = "yank";

    /// <summary>Give trust and tokens, and everything else on any plugin.</summary>
    public const string Admin = "admin";

    /// <summary>The scopes that <c>--scopes</c> takes.</summary>
    public static ImmutableArray<string> Grantable { get; } = [Publish, Yank];
}

/// <summary>The secret of a token: 256 random bits. Only its hash is kept.</summary>
internal static class TokenSecret
{
    private const string Prefix = "spk_";

    /// <summary>A new secret.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a secret. It has 256 bits of entropy: one round of SHA-256 cannot be guessed back.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>A token without its secret.</summary>
/// <param name="Id">What lists and <c>token revoke</c> call it.</param>
/// <param name="PublisherId">The row of its publisher.</param>
/// <param name="Publisher">The name of its publisher.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Revoked">When it was revoked.</param>
internal sealed record AccessToken(
    string Id,
    long PublisherId,
    string Publisher,
    ImmutableArray<string> Scopes,
    DateTimeOffset Created,
    DateTimeOffset? Expires,
    DateTimeOffset? Revoked
)
{
    /// <summary>Whether it may do everything.</summary>
    public bool IsAdmin => Scopes.Contains(TokenScopes.Admin, StringComparer.Ordinal);

    /// <summary>Whether it may do that.</summary>
    public bool Allows(string scope) => IsAdmin || Scopes.Contains(scope, StringComparer.Ordinal);
}
