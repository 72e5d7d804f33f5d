using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Storage.Plugins;

/// <summary>A version that passed every check and is to be published.</summary>
internal sealed record NewVersion
{
    /// <summary>Who publishes it.</summary>
    public required AccessToken Publisher { get; init; }

    /// <summary>What its manifest says.</summary>
    public required PluginManifest Manifest { get; init; }

    /// <summary>The manifest as it is in the package.</summary>
    public required string ManifestText { get; init; }

    /// <summary>Its index line.</summary>
    public required IndexEntry Entry { get; init; }

    /// <summary>The digest of its signature envelope; null when it is unsigned.</summary>
    public string? Signature { get; init; }

    /// <summary>The publisher's first key, registered together with the version; null when it is registered already.</summary>
    public NewKey? FirstKey { get; init; }

    /// <summary>README.md.</summary>
    public string? Readme { get; init; }

    /// <summary>CHANGELOG.md.</summary>
    public string? Changelog { get; init; }
}

/// <summary>A key to register.</summary>
/// <param name="KeyId">Hexadecimal SHA-256 of its SubjectPublicKeyInfo.</param>
/// <param name="Pem">The key.</param>
internal sealed record NewKey(string KeyId, string Pem);

/// <summary>What became of a publication.</summary>
/// <param name="Entry">The index line as it now is.</param>
/// <param name="Created">False when the very same bytes had been published before.</param>
internal sealed record Publication(IndexEntry Entry, bool Created);
