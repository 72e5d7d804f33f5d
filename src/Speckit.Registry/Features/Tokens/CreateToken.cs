using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Http;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Features.Tokens;

/// <summary>The body of <c>POST /tokens</c>.</summary>
/// <param name="Publisher">Whose token it is.</param>
/// <param name="Scopes">publish, yank; null for both.</param>
/// <param name="ExpiresInDays">Days until it ends; null for never.</param>
/// <param name="Admin">Whether it may do everything.</param>
internal sealed record TokenRequest(
    string Publisher,
    IReadOnlyList<string>? Scopes = null,
    int? ExpiresInDays = null,
    bool Admin = false
)
{
    /// <summary>The longest life of a token, in days.</summary>
    public const int MaxDays = 3650;

    /// <summary>What is wrong with it, or the scopes it asks for.</summary>
    public Result<ImmutableArray<string>> Check()
    {
        if (!TokenStore.IsPublisherName(Publisher))
        {
            return RegistryDiagnostics.RequestInvalid.Error(
                $"'{Publisher}' is not a publisher's name.",
                $"Use at most {TokenStore.MaxPublisherLength} lower-case letters, digits, '.', '_' and '-'."
            );
        }

        if (ExpiresInDays is < 1 or > MaxDays)
        {
            return RegistryDiagnostics.RequestInvalid.Error(
                $"A token cannot expire in {ExpiresInDays} days.",
                $"Use 1 to {MaxDays}."
            );
        }

        var scopes = Scopes is { Count: > 0 }
            ? Scopes.Distinct(StringComparer.Ordinal).ToImmutableArray()
            : TokenScopes.Grantable;
        var unknown = scopes.FirstOrDefault(scope => !TokenScopes.Grantable.Contains(scope, StringComparer.Ordinal));
        return unknown is null
            ? Admin
                ? scopes.Add(TokenScopes.Admin)
                : scopes
            : RegistryDiagnostics.RequestInvalid.Error(
                $"'{unknown}' is not a scope.",
                $"Use {string.Join(", ", TokenScopes.Grantable)}."
            );
    }
}

/// <summary>The answer of <c>POST /tokens</c>: the only time that the secret is told.</summary>
/// <param name="Id">What lists and <c>token revoke</c> call it.</param>
/// <param name="Token">The secret.</param>
/// <param name="Publisher">Whose token it is.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Expires">When it ends.</param>
internal sealed record TokenResponse(
    string Id,
    string Token,
    string Publisher,
    ImmutableArray<string> Scopes,
    DateTimeOffset? Expires
);

/// <summary><c>POST /tokens</c>: an admin makes a token for a publisher.</summary>
internal static class CreateToken
{
    /// <summary>Make a token for a publisher</summary>
    public static async Task<IResult> Handle(HttpContext context, TokenStore tokens)
    {
        var body = await RequestBody.ReadJsonAsync(
            context.Request,
            ServerJsonContext.Default.TokenRequest,
            context.RequestAborted
        );
        if (!body.TryGet(out var request))
        {
            return Problem.Of(body.Diagnostics);
        }

        var scopes = request.Check();
        if (!scopes.Succeeded)
        {
            return Problem.Of(scopes.Diagnostics);
        }

        TimeSpan? lifetime = request.ExpiresInDays is { } days ? TimeSpan.FromDays(days) : null;
        var (token, secret) = await tokens.CreateAsync(
            request.Publisher,
            scopes.Value,
            lifetime,
            context.RequestAborted
        );
        context.Response.Headers.CacheControl = "no-store";
        return Answers.Json(
            new TokenResponse(token.Id, secret, token.Publisher, token.Scopes, token.Expires),
            ServerJsonContext.Default.TokenResponse,
            StatusCodes.Status201Created
        );
    }
}
