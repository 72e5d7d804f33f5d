using System.Text.Json.Serialization;

namespace Speckit.Packaging.Contracts;

/// <summary>The index's <c>config.json</c>: where archives and the API are.</summary>
public sealed record IndexConfig
{
    /// <summary>The URL of an archive, with the markers <c>{name}</c>, <c>{version}</c> and <c>{sha256}</c> (64 hexadecimal digits):
    /// absolute, or relative to the registry's base, for folders that do not know where they are served. Its signature is at the same URL
    /// with <c>.sig</c> appended.</summary>
    [JsonPropertyName("dl")]
    public required string Download { get; init; }

    /// <summary>The absolute base URL of the API, without a trailing slash; empty where there is none.</summary>
    public required string Api { get; init; }

    /// <summary>Whether every request needs a token.</summary>
    [JsonPropertyName("auth-required")]
    public bool AuthRequired { get; init; }

    /// <summary>The URL of a version's archive.</summary>
    /// <param name="entry">The version.</param>
    /// <param name="registry">The registry's base URL; null refuses templates that are relative to it.</param>
    /// <exception cref="FormatException">The template does not give an absolute http or https URL, nor one below the registry.</exception>
    public Uri ArchiveUrl(IndexEntry entry, Uri? registry = null) => Expand(entry, "", registry);

    /// <summary>The URL of a version's signature envelope.</summary>
    /// <inheritdoc cref="ArchiveUrl"/>
    public Uri SignatureUrl(IndexEntry entry, Uri? registry = null) => Expand(entry, ".sig", registry);

    private Uri Expand(IndexEntry entry, string suffix, Uri? registry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var hash = entry.Archive[(entry.Archive.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var text =
            Download
                .Replace("{name}", Uri.EscapeDataString(entry.Name), StringComparison.Ordinal)
                .Replace("{version}", Uri.EscapeDataString(entry.Version), StringComparison.Ordinal)
                .Replace("{sha256}", Uri.EscapeDataString(hash), StringComparison.Ordinal) + suffix;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
            : registry is not null && Below(registry, text) is { } below ? below
            : throw new FormatException(
                $"The registry's download template '{Download}' gives no http or https URL, nor one below the registry."
            );
    }

    private Uri? Below(Uri registry, string text)
    {
        var root = registry.AbsoluteUri.TrimEnd('/') + "/";
        return
            Download.Contains('{', StringComparison.Ordinal)
            && !text.StartsWith('/')
            && !text.Contains(':', StringComparison.Ordinal)
            && Uri.TryCreate(root + text, UriKind.Absolute, out var url)
            && url.AbsoluteUri.StartsWith(root, StringComparison.Ordinal)
            ? url
            : null;
    }
}
