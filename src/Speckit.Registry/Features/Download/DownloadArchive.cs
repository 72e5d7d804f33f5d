using Microsoft.Net.Http.Headers;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;
using Speckit.Registry.Http;
using Speckit.Registry.Operations;
using Speckit.Registry.Storage.Blobs;
using Speckit.Registry.Storage.Downloads;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Features.Download;

/// <summary>Archives and signatures: <c>GET /plugins/{name}/versions/{version}/download</c> and <c>/signature</c> (JP design §9.4),
/// and the content-addressed URLs of the index (formats, "Registry index").</summary>
internal sealed class DownloadArchive(
    PluginCatalog catalog,
    BlobStore blobs,
    DownloadCounter counter,
    RegistryMetrics metrics,
    ILogger<DownloadArchive> log
)
{
    private const string ArchiveType = "application/gzip";
    private const string SignatureType = "application/vnd.dsse.envelope.v1+json";

    /// <summary>Sends a version's archive.</summary>
    public IResult Archive(string name, string version, HttpContext context) =>
        RouteValue.Both(
            name,
            version,
            (plugin, wanted) =>
                catalog.Find(plugin, wanted) is { } row
                    ? SendArchive(plugin, row, context)
                    : Problem.Of(PluginCatalog.NotFound(plugin, wanted))
        );

    /// <summary>Sends a version's signature envelope.</summary>
    public IResult Signature(string name, string version, HttpContext context) =>
        RouteValue.Both(
            name,
            version,
            (plugin, wanted) =>
                catalog.Find(plugin, wanted) is { } row
                    ? SendSignature(plugin, row, context)
                    : Problem.Of(PluginCatalog.NotFound(plugin, wanted))
        );

    /// <summary>Sends an archive, or with <c>.sig</c> its signature, by the digest that the index names.</summary>
    public IResult ByDigest(string name, string version, string file, HttpContext context) =>
        RouteValue.Both(
            name,
            version,
            (plugin, wanted) =>
            {
                var isSignature = file.EndsWith(PackageFileName.SignatureSuffix, StringComparison.Ordinal);
                var archive = isSignature ? file[..^PackageFileName.SignatureSuffix.Length] : file;
                if (
                    catalog.Find(plugin, wanted) is not { } row
                    || archive != Sha256Digest.Parse(row.Archive).Hex + PackageFileName.Extension
                )
                {
                    return Problem.Of(PluginCatalog.NotFound(plugin, wanted));
                }

                return isSignature ? SendSignature(plugin, row, context) : SendArchive(plugin, row, context);
            }
        );

    private IResult SendArchive(PluginName name, VersionRow row, HttpContext context)
    {
        // A continued or conditional request is no other download.
        if (
            HttpMethods.IsGet(context.Request.Method)
            && !context.Request.Headers.ContainsKey(HeaderNames.Range)
            && !context.Request.Headers.ContainsKey(HeaderNames.IfNoneMatch)
        )
        {
            counter.Count(row.PluginId, row.Id);
            metrics.Download();
        }

        return Send(Sha256Digest.Parse(row.Archive), ArchiveType, FileName(name, row), context);
    }

    private IResult SendSignature(PluginName name, VersionRow row, HttpContext context) =>
        row.Signature is null
            ? Problem.Of(
                RegistryDiagnostics.NotFound.Error(
                    $"{name}@{row.Version} is not signed.",
                    "Choose a signed version, or allow unsigned plugins in the policy."
                )
            )
            : Send(
                Sha256Digest.Parse(row.Signature),
                SignatureType,
                FileName(name, row) + PackageFileName.SignatureSuffix,
                context
            );

    private IResult Send(Sha256Digest digest, string type, string fileName, HttpContext context)
    {
        var path = blobs.PathOf(digest);
        if (!File.Exists(path))
        {
            log.LogError("The blob {Digest} is missing: restore it from a backup", digest);
            return Problem.Of(
                RegistryDiagnostics.Internal.Error(
                    $"The registry lost {digest}.",
                    "Tell its operator; use another registry until then."
                )
            );
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(digest.Hex))}:";
        return Results.File(
            path,
            type,
            fileName,
            lastModified: null,
            new EntityTagHeaderValue($"\"{digest.Hex}\""),
            enableRangeProcessing: true
        );
    }

    private static string FileName(PluginName name, VersionRow row) =>
        PackageFileName.For(name, SemanticVersion.Parse(row.Version));
}
