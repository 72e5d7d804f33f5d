using Speckit.Host.Projects;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Registry.Client;

namespace Speckit.Host.Acquisition;

/// <summary>What the lock file says of a package that came from a registry, and which registry that was.</summary>
internal static class RegistryOrigin
{
    /// <summary>The folder of the archives in a folder that is a registry.</summary>
    internal const string ArchivesFolder = "archives";

    /// <summary>The name of an archive there.</summary>
    internal static string ArchiveName(Sha256Digest digest) =>
        digest.Hex + Packaging.Archives.PackageFileName.Extension;

    /// <summary>The URL of a version's archive; of a folder its path, as of every archive on this machine.</summary>
    internal static string Resolved(RegistryEndpoint endpoint, IndexEntry entry) =>
        endpoint.IsFolder
            ? "file:"
                + Path.Combine(endpoint.Url.LocalPath, ArchivesFolder, ArchiveName(Sha256Digest.Parse(entry.Archive)))
            : new Uri(
                $"{endpoint.Url.AbsoluteUri.TrimEnd('/')}/plugins/{entry.Name}/versions/{Uri.EscapeDataString(entry.Version)}/download"
            ).AbsoluteUri;

    /// <summary>Whether a lock file's entry came from that registry.</summary>
    internal static bool IsFrom(RegistryEndpoint endpoint, ProjectLayout project, string resolved) =>
        endpoint.IsFolder
            ? ResolvedPath.Local(project, resolved) is { } path
                && Path.GetDirectoryName(path) == Path.Combine(endpoint.Url.LocalPath, ArchivesFolder)
            : resolved.StartsWith(endpoint.Url.AbsoluteUri.TrimEnd('/') + "/plugins/", StringComparison.Ordinal);
}
