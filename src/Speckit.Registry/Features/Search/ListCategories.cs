using Speckit.Packaging.Contracts;
using Speckit.Registry.Http;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Features.Search;

/// <summary><c>GET /categories</c>: what there is to browse (JP design §9.3).</summary>
internal static class ListCategories
{
    /// <summary>List categories, those without a plugin too</summary>
    public static IResult Handle(PluginCatalog catalog, HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        var counts = catalog.Categories().ToDictionary(count => count.Name, StringComparer.Ordinal);
        var known = SearchPlugins.Categories.Select(name => counts.GetValueOrDefault(name) ?? new(name, 0));
        return Answers.Json(new CategoriesResponse([.. known]), RegistryJsonContext.Default.CategoriesResponse);
    }
}
