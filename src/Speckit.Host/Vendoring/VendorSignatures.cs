using System.Text.Json;
using Speckit.Host.Acquisition;
using Speckit.Host.Locking;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Files;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;
using Speckit.Registry.Client;

namespace Speckit.Host.Vendoring;

/// <summary>Finds the signatures of locked packages on this machine and verifies them: a vendored folder vouches for nothing that was not
/// signed.</summary>
/// <param name="host">The project.</param>
/// <param name="directory">The folder as it is now, which may have them from before.</param>
internal sealed class VendorSignatures(HostEnvironment host, string directory)
{
    /// <summary>The verified signature of a package that is locked as signed.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="locked">What is locked, with a key.</param>
    /// <param name="package">The package.</param>
    /// <param name="onlyFolder">Whether nothing but the folder itself counts.</param>
    /// <param name="known">Keys that are at hand.</param>
    internal Result<VendoredSignature> Find(
        PluginName name,
        LockedPlugin locked,
        PluginPackage package,
        bool onlyFolder,
        params IEnumerable<VerificationKey> known
    )
    {
        var key = FindKey(locked.KeyId!, onlyFolder, known);
        if (key is null)
        {
            return Missing(name, locked, $"the key {locked.KeyId} that signed it");
        }

        foreach (var path in Places(locked, package, onlyFolder))
        {
            if (!File.Exists(path) || !PlainFile.ReadAll(path, DsseEnvelope.MaxBytes).TryGet(out var envelope))
            {
                continue;
            }

            var verified = PackageVerifier.Verify(package.Identity, envelope, [key]);
            if (verified.TryGet(out var signature))
            {
                return new VendoredSignature(envelope, key, signature);
            }
        }

        return Missing(name, locked, "a signature of it that is right");
    }

    private IEnumerable<string> Places(LockedPlugin locked, PluginPackage package, bool onlyFolder)
    {
        var digest = package.Contents.ArchiveDigest;
        if (!onlyFolder)
        {
            yield return new RegistryCache(host.User.CacheDirectory).ArchivePath(digest)
                + PackageFileName.SignatureSuffix;
            if (ResolvedPath.Local(host.Project, locked.Resolved) is { } source)
            {
                yield return source + PackageFileName.SignatureSuffix;
            }
        }

        yield return Path.Combine(directory, VendorLayout.SignaturePath(digest));
    }

    private VerificationKey? FindKey(string keyId, bool onlyFolder, IEnumerable<VerificationKey> known) =>
        known.FirstOrDefault(k => k.KeyId == keyId)
        ?? (onlyFolder ? null : host.Publishers.FindKey(keyId))
        ?? KeyInFolder(keyId);

    private VerificationKey? KeyInFolder(string keyId)
    {
        var path = Path.Combine(directory, VendorLayout.KeyPath(keyId));
        if (!File.Exists(path) || !PlainFile.ReadAll(path, VendorLayout.MaxSmallFile).TryGet(out var bytes))
        {
            return null;
        }

        try
        {
            var answer = JsonSerializer.Deserialize(bytes, RegistryJsonContext.Default.PublicKeyResponse);
            return answer is not null && VerificationKey.Parse(answer.Pem).TryGet(out var key) && key.KeyId == keyId
                ? key
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Diagnostic Missing(PluginName name, LockedPlugin locked, string what) =>
        HostDiagnostics.VendorSignatureMissing.Error(
            $"{name} {locked.Version} is locked as signed, and {what} is not on this machine",
            "run the command where its registry can be reached"
        );
}
