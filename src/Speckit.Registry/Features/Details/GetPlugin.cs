using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Http;
using Speckit.Registry.Storage;
using Speckit.Registry.Storage.Downloads;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Features.Details;

/// <summary><c>GET /plugins/{name}</c>: a plugin with all its versions (JP design §9.4).</summary>
internal sealed class GetPlugin(PluginCatalog catalog, VersionPage page, DownloadCounter downloads)
{
    /// <summary>Answers the request.</summary>
    public IResult Handle(string name, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        var parsed = RouteValue.Name(name);
        if (!parsed.TryGet(out var plugin))
        {
            return Problem.Of(parsed.Diagnostics);
        }

        return catalog.Find(plugin) is { } found
            ? Answers.Json(
                Describe(context.Request, plugin, found.Versions, found.Downloads),
                RegistryJsonContext.Default.PluginDetails
            )
            : Problem.Of(PluginCatalog.NotFound(plugin));
    }

    private PluginDetails Describe(
        HttpRequest request,
        PluginName name,
        ImmutableArray<VersionRow> versions,
        long total
    )
    {
        var newest = VersionRow.Newest(versions);
        // When everything was withdrawn, what it was is still told.
        var shown = newest ?? versions[0];
        var full = newest is null ? null : catalog.Find(name, newest.Precedence);
        return new PluginDetails
        {
            Summary = new PluginSummary
            {
                Name = name.ToString(),
                Version = shown.Version,
                Description = shown.Description,
                Author = shown.Author,
                Trust = shown.Trust,
                Downloads = total + downloads.PendingOfPlugin(shown.PluginId),
                RatingCount = 0,
                Keywords = shown.KeywordList,
                Categories =
                [
                    .. shown
                        .ToEntry()
                        .Provides.Where(kind => !kind.Value.IsEmpty)
                        .Select(kind => kind.Key)
                        .Order(StringComparer.Ordinal),
                ],
                Updated = Instant.From(shown.Published),
            },
            Versions =
            [
                .. versions.Select(row => new VersionSummary(
                    row.Version,
                    Instant.From(row.Published),
                    row.Trust,
                    row.Yanked
                )),
            ],
            Latest = full is null ? null : page.Of(request, name, full),
        };
    }
}
