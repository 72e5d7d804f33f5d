using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Digests;

namespace Speckit.Host.Acquisition;

/// <summary>What a user asked to install.</summary>
public abstract record InstallSource
{
    private const string DigestFragment = "#sha256=";

    private InstallSource() { }

    /// <summary>A plugin of a registry.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Range">The versions that will do; null for the highest release.</param>
    public sealed record FromRegistry(PluginName Name, VersionRange? Range) : InstallSource;

    /// <summary>An archive on disk.</summary>
    /// <param name="Path">Its path, absolute.</param>
    public sealed record FromArchive(string Path) : InstallSource;

    /// <summary>A plugin's folder on disk, copied.</summary>
    /// <param name="Path">Its path, absolute.</param>
    public sealed record FromFolder(string Path) : InstallSource;

    /// <summary>A plugin's folder on disk, used in place.</summary>
    /// <param name="Path">Its path, absolute.</param>
    public sealed record FromLink(string Path) : InstallSource;

    /// <summary>An archive on the web, which is the one with that digest and no other.</summary>
    /// <param name="Url">Where it is: https, or http on this machine.</param>
    /// <param name="Digest">Its digest.</param>
    public sealed record FromUrl(Uri Url, Sha256Digest Digest) : InstallSource;

    /// <summary>Reads what a user typed: a path (<c>./x</c>, <c>/x</c>, <c>~/x</c>, <c>x.tar.gz</c>), a URL with its digest
    /// (<c>https://…/x.tar.gz#sha256=…</c>) or <c>[@scope/]name[@range]</c>.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="workingDirectory">What relative paths are relative to.</param>
    /// <param name="user">Whose home <c>~</c> stands for.</param>
    public static Result<InstallSource> Parse(string text, string workingDirectory, UserLayout user)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(user);
        return text.Contains("://", StringComparison.Ordinal) ? ParseUrl(text)
            : LooksLikePath(text) ? ParsePath(text, workingDirectory, user)
            : ParseName(text, workingDirectory);
    }

    private static bool LooksLikePath(string text) =>
        text is "." or ".."
        || text.StartsWith("./", StringComparison.Ordinal)
        || text.StartsWith("../", StringComparison.Ordinal)
        || text.StartsWith('/')
        || text.StartsWith('~')
        || text.Contains('\\', StringComparison.Ordinal)
        || (text.Length > 1 && text[1] == ':')
        || text.EndsWith(".tar.gz", StringComparison.Ordinal)
        || text.EndsWith(".tgz", StringComparison.Ordinal);

    private static Result<InstallSource> ParseUrl(string text)
    {
        var at = text.IndexOf('#', StringComparison.Ordinal);
        var address = at < 0 ? text : text[..at];
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            || url.UserInfo.Length > 0
        )
        {
            return HostDiagnostics.SourceInvalid.Error(
                $"'{address}' is not the https URL of an archive",
                "for example https://example.com/my-plugin-1.0.0.tar.gz#sha256=<64 hex digits>"
            );
        }

        var fragment = at < 0 ? "" : text[at..];
        return
            fragment.StartsWith(DigestFragment, StringComparison.Ordinal)
            && Sha256Digest.TryParse("sha256:" + fragment[DigestFragment.Length..], out var digest)
            ? new FromUrl(url, digest)
            : HostDiagnostics.SourceInvalid.Error(
                $"'{text}' does not say which archive is meant",
                $"write its digest after it: {address}#sha256=<64 hex digits>; 'sha256sum' shows it"
            );
    }

    private static Result<InstallSource> ParsePath(string text, string workingDirectory, UserLayout user)
    {
        var expanded = text == "~" || text.StartsWith("~/", StringComparison.Ordinal) ? user.Home + text[1..] : text;
        var path = Path.GetFullPath(expanded, workingDirectory);
        if (Directory.Exists(path))
        {
            return File.Exists(Path.Combine(path, PluginManifest.FileName))
                ? new FromFolder(Path.TrimEndingDirectorySeparator(path))
                : HostDiagnostics.SourceInvalid.Error(
                    $"'{text}' has no {PluginManifest.FileName}",
                    "a plugin's folder has its manifest at its root"
                );
        }

        return File.Exists(path)
            ? new FromArchive(path)
            : HostDiagnostics.SourceInvalid.Error(
                $"there is no file or folder '{text}'",
                "check the path; a plugin of a registry is named without ./"
            );
    }

    private static Result<InstallSource> ParseName(string text, string workingDirectory)
    {
        var at = text.LastIndexOf('@');
        var nameText = at > 0 ? text[..at] : text;
        if (!PluginName.TryParse(nameText, out var name))
        {
            return HostDiagnostics.SourceInvalid.Error(
                $"'{text}' is neither a plugin's name nor a path",
                Directory.Exists(Path.GetFullPath(text, workingDirectory))
                    ? $"for the folder, write ./{text}"
                    : "names are [@scope/]name[@version], lower case; paths start with ./ or end in .tar.gz"
            );
        }

        if (at <= 0)
        {
            return new FromRegistry(name, null);
        }

        return VersionRange.TryParse(text[(at + 1)..], out var range)
            ? new FromRegistry(name, range)
            : HostDiagnostics.SourceInvalid.Error(
                $"'{text[(at + 1)..]}' is not a version or range",
                $"for example {name}@1.2.0 or {name}@^1.2"
            );
    }
}
