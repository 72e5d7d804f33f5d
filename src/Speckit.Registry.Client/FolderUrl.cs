using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry.Client;

/// <summary><c>file:</c> URLs of folders: <c>file:///absolute</c> (RFC 8089), <c>file:/absolute</c>, and <c>file:relative</c> to a project,
/// as the lock file writes paths.</summary>
public static class FolderUrl
{
    private const string Scheme = "file:";

    /// <summary>Whether a text is meant as one.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Scheme, StringComparison.Ordinal);
    }

    /// <summary>Reads one.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="baseDirectory">What a relative path is relative to; null refuses relative paths.</param>
    /// <returns>The URL of the folder, absolute, without a trailing slash; or <c>SPK4007</c>.</returns>
    public static Result<Uri> Parse(string text, string? baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text[Scheme.Length..];
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            return
                Uri.TryCreate(text, UriKind.Absolute, out var url)
                && url is { IsUnc: false, Query: "", Fragment: "", UserInfo: "" }
                && url.Host.Length == 0
                ? Of(url.LocalPath)
                : Refused($"'{text}' is not the URL of a folder on this machine.");
        }

        return rest.Length == 0 || rest.Contains('\0', StringComparison.Ordinal) ? Refused($"'{text}' names no folder.")
            : Path.IsPathFullyQualified(rest) ? Of(rest)
            : baseDirectory is not null ? Of(Path.GetFullPath(rest, baseDirectory))
            : Refused($"'{text}' is relative, and here is nothing that it could be relative to.");
    }

    /// <summary>How a folder's URL is written into a file of a project: relative to the project, as other machines have other paths,
    /// unless the folder is somewhere else.</summary>
    /// <param name="projectRoot">The project's folder.</param>
    /// <param name="url">The folder's URL.</param>
    public static string Portable(string projectRoot, Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var relative = Path.GetRelativePath(projectRoot, url.LocalPath);
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal)
            ? url.AbsoluteUri
            : Scheme + relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private static Uri Of(string path) => new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private static Diagnostic Refused(string problem) =>
        RegistryClientDiagnostics.UrlRefused.Error(problem, "Write file:FOLDER, or file:///ABSOLUTE/FOLDER.");
}
