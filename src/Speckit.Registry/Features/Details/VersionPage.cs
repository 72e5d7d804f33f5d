using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Http;
using Speckit.Registry.Storage;
using Speckit.Registry.Storage.Downloads;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Features.Details;

/// <summary>What the API says about one version.</summary>
internal sealed class VersionPage(PublicUrls urls, DownloadCounter downloads)
{
    /// <summary>The page of a row.</summary>
    public VersionDetails Of(HttpRequest request, PluginName name, VersionRow row)
    {
        var url = urls.Version(request, name, row.Version);
        return new VersionDetails
        {
            Index = row.ToEntry(),
            Description = row.Description,
            Author = row.Author,
            License = row.License,
            Repository = row.Repository,
            Homepage = row.Homepage,
            Keywords = row.KeywordList,
            Readme = row.Readme,
            Changelog = row.Changelog,
            Published = Instant.From(row.Published),
            Downloads = row.Downloads + downloads.PendingOfVersion(row.PluginId, row.Id),
            DownloadUrl = url + "/download",
            SignatureUrl = row.Signature is null ? null : url + "/signature",
        };
    }
}
