using System.Text.Json.Serialization;

namespace Speckit.Packaging.Contracts;

/// <summary>The index's <c>config.json</c>: where archives and the API are.</summary>
public sealed record IndexConfig
{
    /// <summary>The absolute URL of an archive, with the markers <c>{name}</c>, <c>{version}</c> and <c>{sha256}</c>
    /// (64 hexadecimal digits). Its signature is at the same URL with <c>.sig</c> appended.</summary>
    [JsonPropertyName("dl")]
    public required string Download { get; init; }

    /// <summary>The absolute base URL of the API, without a trailing slash.</summary>
    public required string Api { get; init; }

    /// <summary>Whether every request needs a token.</summary>
    [JsonPropertyName("auth-required")]
    public bool AuthRequired { get; init; }

    /// <summary>The URL of a version's archive.</summary>
    /// <exception cref="FormatException">The template does not give an absolute http or https URL.</exception>
    public Uri ArchiveUrl(IndexEntry entry) => Expand(entry, "");

    /// <summary>The URL of a version's signature envelope.</summary>
    /// <exception cref="FormatException">The template does not give an absolute http or https URL.</exception>
    public Uri SignatureUrl(IndexEntry entry) => Expand(entry, ".sig");

    private Uri Expand(IndexEntry entry, string suffix)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var hash = entry.Archive[(entry.Archive.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var text = Download
            .Replace("{name}", Uri.EscapeDataString(entry.Name), StringComparison.Ordinal)
            .Replace("{version}", Uri.EscapeDataString(entry.Version), StringComparison.Ordinal)
            .Replace("{sha256}", Uri.EscapeDataString(hash), StringComparison.Ordinal);
        return Uri.TryCreate(text + suffix, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new FormatException($"The registry's download template '{Download}' gives no http or https URL.");
    }
}
