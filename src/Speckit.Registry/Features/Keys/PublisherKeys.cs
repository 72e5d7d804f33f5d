using Speckit.Packaging.Contracts;
using Speckit.Packaging.Signing;
using Speckit.Registry.Http;
using Speckit.Registry.Storage.Keys;

namespace Speckit.Registry.Features.Keys;

/// <summary><c>POST /keys</c>, <c>GET</c> and <c>DELETE /keys/{keyid}</c>: the keys that publishers sign with.</summary>
internal static class PublisherKeys
{
    /// <summary>Registers a key of the caller.</summary>
    public static async Task<IResult> RegisterAsync(HttpContext context, KeyStore keys)
    {
        var body = await RequestBody.ReadJsonAsync(
            context.Request,
            RegistryJsonContext.Default.KeyRegistration,
            context.RequestAborted
        );
        if (!body.TryGet(out var registration))
        {
            return Problem.Of(body.Diagnostics);
        }

        var parsed = VerificationKey.Parse(registration.Pem);
        return parsed.TryGet(out var key)
            ? Answers.From(
                await keys.RegisterAsync(Caller.Of(context), key.KeyId, key.Pem, context.RequestAborted),
                registered => Answer(registered, StatusCodes.Status201Created)
            )
            : Problem.Of(parsed.Diagnostics);
    }

    /// <summary>Tells a key, revoked ones too.</summary>
    public static IResult Get(string keyid, HttpContext context, KeyStore keys)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return keys.Find(keyid) is { } key
            ? Answer(key, StatusCodes.Status200OK)
            : Problem.Of(KeyStore.NotFound(keyid));
    }

    /// <summary>Ends a key of the caller.</summary>
    public static async Task<IResult> RevokeAsync(string keyid, HttpContext context, KeyStore keys) =>
        Answers.From(
            await keys.RevokeAsync(Caller.Of(context), keyid, context.RequestAborted),
            key => Answer(key, StatusCodes.Status200OK)
        );

    private static IResult Answer(RegisteredKey key, int status) =>
        Answers.Json(key.ToResponse(), RegistryJsonContext.Default.PublicKeyResponse, status);
}
