using Speckit.Packaging.Contracts;
using Speckit.Registry.Http;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Features.Details;

/// <summary><c>GET /plugins/{name}/versions/{version}</c> (JP design §9.4) and its alias <c>GET /packages/{name}/{version}</c> (§12.2).</summary>
internal static class GetVersion
{
    /// <summary>Get specific version</summary>
    public static IResult Handle(
        string name,
        string version,
        HttpContext context,
        PluginCatalog catalog,
        VersionPage page
    )
    {
        context.Response.Headers.CacheControl = "no-cache";
        return RouteValue.Both(
            name,
            version,
            (parsedName, parsedVersion) =>
                catalog.Find(parsedName, parsedVersion) is { } row
                    ? Answers.Json(
                        page.Of(context.Request, parsedName, row),
                        RegistryJsonContext.Default.VersionDetails
                    )
                    : Problem.Of(PluginCatalog.NotFound(parsedName, parsedVersion))
        );
    }
}
