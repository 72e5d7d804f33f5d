using Speckit.Cli.Commands;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Client;

namespace Speckit.Cli.Registries;

/// <summary>A registry as users type it: <c>https://…</c>, <c>file:…</c>, or the path of a folder.</summary>
internal static class RegistryArgument
{
    /// <summary>Whether a text says where a registry is; otherwise it is a name.</summary>
    internal static bool IsPlace(string text) =>
        text.Contains("://", StringComparison.Ordinal) || FolderUrl.IsOne(text) || IsPath(text);

    /// <summary>The URL that is meant. Paths are relative to the working directory.</summary>
    internal static Result<Uri> Parse(CommandContext context, string text) =>
        IsPath(text)
            ? RegistryEndpoint.ParseUrl("file:" + context.Absolute(text))
            : RegistryEndpoint.ParseUrl(text, context.Environment.WorkingDirectory);

    /// <summary>What a registry is called when nobody says so: its host, or its folder.</summary>
    internal static string NameOf(Uri url) =>
        !url.IsFile
            ? url.IsDefaultPort
                ? url.Host
                : $"{url.Host}-{url.Port}"
            : string.Concat(
                Path.GetFileName(url.LocalPath).SkipWhile(c => !char.IsAsciiLetterOrDigit(c)).Where(IsOfName)
            )
                is { Length: > 0 } name
                ? name
                : "folder";

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';

    private static bool IsPath(string text) =>
        text is "." or ".." or "~"
        || text.StartsWith("./", StringComparison.Ordinal)
        || text.StartsWith("../", StringComparison.Ordinal)
        || text.StartsWith("~/", StringComparison.Ordinal)
        || Path.IsPathRooted(text);
}
