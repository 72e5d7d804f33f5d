using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Speckit.Packaging.Trust;

namespace Speckit.Packaging.Contracts;

/// <summary>A plugin with all its versions: the answer to <c>GET /plugins/{name}</c>.</summary>
public sealed record PluginDetails
{
    /// <summary>What lists say about it.</summary>
    public required PluginSummary Summary { get; init; }

    /// <summary>Its versions, newest first, yanked ones among them.</summary>
    public required ImmutableArray<VersionSummary> Versions { get; init; }

    /// <summary>The newest version that is not yanked; null when all are.</summary>
    public VersionDetails? Latest { get; init; }
}

/// <summary>A version in a plugin's list.</summary>
/// <param name="Version">The version.</param>
/// <param name="Published">When.</param>
/// <param name="Trust">How far the registry trusts it.</param>
/// <param name="Yanked">Whether it was withdrawn.</param>
public sealed record VersionSummary(string Version, DateTimeOffset Published, TrustLevel Trust, bool Yanked);

/// <summary>One version: the answer to <c>GET /plugins/{name}/versions/{version}</c>.</summary>
public sealed record VersionDetails
{
    /// <summary>The same facts as in the index.</summary>
    public required IndexEntry Index { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>SPDX identifier.</summary>
    public string? License { get; init; }

    /// <summary>Where its source lives.</summary>
    public string? Repository { get; init; }

    /// <summary>Its page.</summary>
    public string? Homepage { get; init; }

    /// <summary>Words to find it by.</summary>
    public required ImmutableArray<string> Keywords { get; init; }

    /// <summary>README.md as it is in the package: untrusted Markdown.</summary>
    public string? Readme { get; init; }

    /// <summary>CHANGELOG.md as it is in the package: untrusted Markdown.</summary>
    public string? Changelog { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset Published { get; init; }

    /// <summary>How often this version was downloaded.</summary>
    public required long Downloads { get; init; }

    /// <summary>The absolute URL of the archive.</summary>
    public required string DownloadUrl { get; init; }

    /// <summary>The absolute URL of the signature envelope; null when it is unsigned.</summary>
    public string? SignatureUrl { get; init; }
}

/// <summary>The answer to <c>POST /plugins</c>.</summary>
public sealed record PublishResponse
{
    /// <summary>The full name.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The digest of the archive as the registry computed it.</summary>
    public required string Archive { get; init; }

    /// <summary>The digest of the tree as the registry computed it.</summary>
    public required string Tree { get; init; }

    /// <summary>The key whose signature the registry verified; null when it is unsigned.</summary>
    [JsonPropertyName("keyid")]
    public string? KeyId { get; init; }

    /// <summary>How far the registry trusts it.</summary>
    public required TrustLevel Trust { get; init; }

    /// <summary>The absolute URL of the version.</summary>
    public required string Url { get; init; }

    /// <summary>What did not stop the publication.</summary>
    public required ImmutableArray<ProblemItem> Warnings { get; init; }
}
