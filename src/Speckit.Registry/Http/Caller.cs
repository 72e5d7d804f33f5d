using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Http;

/// <summary>On an endpoint: the scope that a caller's token must have.</summary>
/// <param name="Scope">One of <see cref="TokenScopes"/>.</param>
internal sealed record RequiredScope(string Scope);

/// <summary>Lets only those through to an endpoint whose token has the scope it requires.</summary>
internal sealed class TokenAuthentication(RequestDelegate next, TokenStore tokens)
{
    private const string Scheme = "Bearer ";

    /// <summary>Runs the middleware.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is not { } required)
        {
            return next(context);
        }

        var authenticated = Authenticate(context.Request.Headers.Authorization.ToString(), required.Scope);
        if (!authenticated.Succeeded)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"speckit-registry\"";
            return Problem.Of(authenticated.Diagnostics).ExecuteAsync(context);
        }

        context.Features.Set(authenticated.Value);
        return next(context);
    }

    private Result<AccessToken> Authenticate(string header, string scope)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return RegistryDiagnostics.TokenMissing.Error(
                "This needs a token, and the request has none.",
                "Send the header Authorization: Bearer TOKEN. An operator makes tokens with: speckit-registry token create."
            );
        }

        if (tokens.Find(header[Scheme.Length..].Trim()) is not { } token || !tokens.IsCurrent(token))
        {
            return RegistryDiagnostics.TokenInvalid.Error(
                "The token is unknown, expired or revoked.",
                "Ask the registry's operator for a new one: speckit-registry token create."
            );
        }

        return token.Allows(scope)
            ? token
            : RegistryDiagnostics.ScopeMissing.Error(
                $"The token may {string.Join(", ", token.Scopes)}; this needs the scope '{scope}'.",
                $"Use a token made with that scope: speckit-registry token create --scopes {scope}."
            );
    }
}

/// <summary>Who is calling.</summary>
internal static class Caller
{
    /// <summary>The caller's token. Only on endpoints with a <see cref="RequiredScope"/>.</summary>
    public static AccessToken Of(HttpContext context) =>
        context.Features.Get<AccessToken>()
        ?? throw new InvalidOperationException("The endpoint requires no scope and has no caller.");
}
