using System.Security.Cryptography;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Canonical;

/// <summary>
/// What signatures call a manifest (formats: "Signature"): SHA-256 over the canonical JSON of <c>plugin.yaml</c> without
/// its <c>signatures</c> key. Comments, order and layout do not change it; every value does.
/// </summary>
public static class ManifestDigest
{
    private const string SignaturesKey = "signatures";

    /// <summary>Computes the digest of a manifest in either dialect. The manifest need not be valid, only YAML.</summary>
    /// <param name="text">The manifest's text.</param>
    /// <param name="fileName">The file as diagnostics name it.</param>
    /// <returns><c>sha256:</c> and 64 lower-case hexadecimal digits; or why the text is no YAML mapping.</returns>
    public static Result<string> Compute(string text, string fileName = PluginManifest.FileName) =>
        Compute(YamlReader.Read(fileName, text));

    /// <inheritdoc cref="Compute(string, string)"/>
    /// <param name="utf8">The manifest's bytes.</param>
    /// <param name="fileName">The file as diagnostics name it.</param>
    public static Result<string> Compute(ReadOnlySpan<byte> utf8, string fileName = PluginManifest.FileName) =>
        Compute(YamlReader.Read(fileName, utf8));

    private static Result<string> Compute(Result<YamlNode> read)
    {
        if (!read.TryGet(out var root))
        {
            return read.Propagate<string>();
        }

        if (root is not YamlMapping mapping)
        {
            return ManifestDiagnostics.WrongType.Error(
                "The manifest is not a mapping; expected keys and values.",
                null,
                root.Location
            );
        }

        var json = mapping.ToJson();
        json.Remove(SignaturesKey);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(json)));
    }
}
