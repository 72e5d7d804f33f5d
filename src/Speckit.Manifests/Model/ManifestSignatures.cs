namespace Speckit.Manifests.Model;

/// <summary>The <c>signatures</c> section: informative only (decisions, 12).</summary>
/// <param name="Manifest">The digest of the manifest as the author saw it.</param>
/// <param name="Package">The digest of the package as the author saw it.</param>
/// <param name="Signer">Who signed.</param>
/// <param name="Timestamp">When, RFC 3339.</param>
public sealed record ManifestSignatures(string? Manifest, string? Package, string? Signer, string? Timestamp);
