using System.Reflection;
using Speckit.Registry.Http;

namespace Speckit.Registry.Features.Operations;

/// <summary>The answer of <c>GET /</c>.</summary>
/// <param name="Name">What this is.</param>
/// <param name="Version">The version of the server.</param>
/// <param name="Search">Where to search.</param>
/// <param name="Index">Where clients start.</param>
/// <param name="Api">Where the API is described.</param>
internal sealed record RegistryDescription(string Name, string Version, string Search, string Index, string Api);

/// <summary><c>GET /</c>: says what this is to whoever comes by.</summary>
internal static class DescribeRegistry
{
    private static readonly string Version = typeof(DescribeRegistry)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    /// <summary>Answers the request.</summary>
    public static IResult Handle(HttpRequest request, PublicUrls urls)
    {
        var at = urls.Base(request);
        return Answers.Json(
            new RegistryDescription(
                "Speckit plugin registry",
                Version,
                $"{at}/plugins?q=",
                $"{at}/index/config.json",
                $"{at}/openapi/v1.json"
            ),
            ServerJsonContext.Default.RegistryDescription
        );
    }
}
