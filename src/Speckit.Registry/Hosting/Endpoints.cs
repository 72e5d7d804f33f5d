using Microsoft.AspNetCore.Http.Metadata;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Features.Details;
using Speckit.Registry.Features.Download;
using Speckit.Registry.Features.Keys;
using Speckit.Registry.Features.Operations;
using Speckit.Registry.Features.Publish;
using Speckit.Registry.Features.Search;
using Speckit.Registry.Features.Tokens;
using Speckit.Registry.Features.Trust;
using Speckit.Registry.Features.Yank;
using Speckit.Registry.Http;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Hosting;

/// <summary>Every URL but those of the index (JP design §9.4; formats, "Registry API").</summary>
internal static class Endpoints
{
    private const string Version = "/plugins/{name}/versions/{version}";

    /// <summary>Maps them.</summary>
    public static void Map(WebApplication application, RequestLimits limits)
    {
        MapOperations(application);
        MapReads(application.MapGroup("").RequireRateLimiting(RateLimits.Reads).WithTags("Plugins"));
        var downloads = application.MapGroup("").RequireRateLimiting(RateLimits.Reads).WithTags("Downloads");
        downloads.DisableRequestTimeout();
        MapDownloads(downloads);
        MapWrites(application.MapGroup("").RequireRateLimiting(RateLimits.Writes).WithTags("Publishing"), limits);
    }

    private static void MapOperations(WebApplication application)
    {
        application.MapGet("/", DescribeRegistry.Handle).WithSummary("What this is").ExcludeFromDescription();
        application.MapGet("/healthz", Health.Live).ExcludeFromDescription();
        application.MapGet("/readyz", Health.Ready).ExcludeFromDescription();
        application.MapGet("/metrics", Health.Metrics).ExcludeFromDescription();
        application.MapOpenApi("/openapi/{documentName}.json");
        application.MapOpenApi("/openapi/{documentName}.yaml");
    }

    private static void MapReads(RouteGroupBuilder group)
    {
        group
            .MapGet("/plugins", SearchPlugins.Handle)
            .WithName("SearchPlugins")
            .WithSummary("Search plugins")
            .Produces<SearchResponse>()
            .Refuses(400);
        group
            .MapGet("/categories", ListCategories.Handle)
            .WithSummary("List categories")
            .Produces<CategoriesResponse>();
        group
            .MapGet(
                "/plugins/{name}",
                (string name, HttpContext context, GetPlugin feature) => feature.Handle(name, context)
            )
            .WithSummary("Get plugin details")
            .Produces<PluginDetails>()
            .Refuses(400, 404);
        group
            .MapGet(Version, GetVersion.Handle)
            .WithSummary("Get specific version")
            .Produces<VersionDetails>()
            .Refuses(400, 404);
        group
            .MapGet("/packages/{name}/{version}", GetVersion.Handle)
            .WithSummary("Get specific version (alias)")
            .Produces<VersionDetails>()
            .Refuses(400, 404);
        group
            .MapGet("/keys/{keyid}", PublisherKeys.Get)
            .WithSummary("Get a publisher's key")
            .Produces<PublicKeyResponse>()
            .Refuses(404);
    }

    private static void MapDownloads(RouteGroupBuilder group)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        group
            .MapMethods(
                Version + "/download",
                methods,
                (string name, string version, HttpContext context, DownloadArchive feature) =>
                    feature.Archive(name, version, context)
            )
            .WithSummary("Download plugin package")
            .Refuses(400, 404);
        group
            .MapMethods(
                Version + "/signature",
                methods,
                (string name, string version, HttpContext context, DownloadArchive feature) =>
                    feature.Signature(name, version, context)
            )
            .WithSummary("Download the package's signature, a DSSE envelope")
            .Refuses(400, 404);
        group
            .MapMethods(
                "/archives/{name}/{version}/{file}",
                methods,
                (string name, string version, string file, HttpContext context, DownloadArchive feature) =>
                    feature.ByDigest(name, version, file, context)
            )
            .WithSummary("Download a package or its signature by digest, as the index says")
            .Refuses(400, 404);
    }

    private static void MapWrites(RouteGroupBuilder group, RequestLimits limits)
    {
        group
            .MapPost("/plugins", (HttpContext context, PublishPlugin feature) => feature.HandleAsync(context))
            .WithSummary(
                "Publish a version: multipart/form-data with archive, signature and, the first time, publicKey"
            )
            .WithMetadata(new RequiredScope(TokenScopes.Publish))
            .WithMetadata(new UploadSize(limits.MaxArchive + limits.MaxSignature + limits.MaxKey + (64 << 10)))
            .Produces<PublishResponse>(StatusCodes.Status201Created)
            .Produces<PublishResponse>()
            .Refuses(400, 401, 403, 409, 413, 415, 422)
            .WithRequestTimeout(limits.UploadTimeout);
        group
            .MapPost(Version + "/yank", YankVersion.Yank)
            .WithSummary("Withdraw a version")
            .WithMetadata(new RequiredScope(TokenScopes.Yank))
            .Produces<IndexEntry>()
            .Refuses(401, 403, 404);
        group
            .MapDelete(Version + "/yank", YankVersion.Restore)
            .WithSummary("Take a withdrawal back")
            .WithMetadata(new RequiredScope(TokenScopes.Yank))
            .Produces<IndexEntry>()
            .Refuses(401, 403, 404);
        group
            .MapPut(Version + "/trust", SetTrust.Handle)
            .WithSummary("Say how far a version is trusted")
            .WithMetadata(new RequiredScope(TokenScopes.Admin))
            .Accepts<TrustChange>("application/json")
            .Produces<IndexEntry>()
            .Refuses(400, 401, 403, 404, 415);
        group
            .MapPost("/keys", PublisherKeys.RegisterAsync)
            .WithSummary("Register a key to sign with")
            .WithMetadata(new RequiredScope(TokenScopes.Publish))
            .Accepts<KeyRegistration>("application/json")
            .Produces<PublicKeyResponse>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 409, 415);
        group
            .MapDelete("/keys/{keyid}", PublisherKeys.RevokeAsync)
            .WithSummary("Revoke a key")
            .WithMetadata(new RequiredScope(TokenScopes.Publish))
            .Produces<PublicKeyResponse>()
            .Refuses(401, 403, 404);
        group
            .MapPost("/tokens", CreateToken.Handle)
            .WithSummary("Make a token for a publisher")
            .WithMetadata(new RequiredScope(TokenScopes.Admin))
            .Accepts<TokenRequest>("application/json")
            .Produces<TokenResponse>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 415);
    }

    private static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            builder.Produces<ProblemDetails>(status, ProblemDetails.MediaType);
        }

        return builder;
    }

    private sealed record UploadSize(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
