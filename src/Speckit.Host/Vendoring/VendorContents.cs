using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Vendoring;

/// <summary>A file of a vendored folder: its bytes, or the archive that it is a copy of.</summary>
/// <param name="Digest">The digest of its content.</param>
/// <param name="Bytes">The content; null for an archive.</param>
/// <param name="ArchivePath">The archive; null for other files.</param>
internal sealed record VendorFile(Sha256Digest Digest, byte[]? Bytes, string? ArchivePath);

/// <summary>All files of a vendored folder. The same lock file gives the same bytes, wherever the packages were found.</summary>
internal static class VendorContents
{
    /// <summary>The files by path, with forward slashes.</summary>
    internal static ImmutableSortedDictionary<string, VendorFile> Of(IReadOnlyCollection<VendoredPackage> packages)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, VendorFile>(StringComparer.Ordinal);
        Add(files, VendorLayout.Marker, VendorLayout.MarkerContent.ToArray());
        var config = new IndexConfig
        {
            Download = $"{VendorLayout.Archives}/{{sha256}}{Packaging.Archives.PackageFileName.Extension}",
            Api = "",
        };
        AddJson(
            files,
            $"{VendorLayout.Index}/{IndexPath.Config}",
            JsonSerializer.SerializeToUtf8Bytes(config, RegistryJsonContext.Default.IndexConfig)
        );
        foreach (var vendored in packages)
        {
            var digest = vendored.Package.Contents.ArchiveDigest;
            files[VendorLayout.ArchivePath(digest)] = new VendorFile(digest, null, vendored.ArchivePath);
            AddJson(
                files,
                $"{VendorLayout.Index}/{IndexPath.For(vendored.Package.Manifest.Name)}",
                Encoding.UTF8.GetBytes(IndexLine.Write(EntryOf(vendored)))
            );
            if (vendored.Signature is { } signature)
            {
                Add(files, VendorLayout.SignaturePath(digest), signature.Envelope);
            }
        }

        foreach (var key in packages.Where(p => p.Signature is not null).GroupBy(p => p.Signature!.Key.KeyId))
        {
            AddJson(
                files,
                VendorLayout.KeyPath(key.Key),
                JsonSerializer.SerializeToUtf8Bytes(KeyOf([.. key]), RegistryJsonContext.Default.PublicKeyResponse)
            );
        }

        return files.ToImmutable();
    }

    private static IndexEntry EntryOf(VendoredPackage vendored)
    {
        var entry = IndexEntryFactory.Create(
            vendored.Package.Manifest,
            vendored.Package.Contents,
            vendored.Signature?.Key.KeyId
        );
        // What the registry said of trust is passed on to whoever serves the folder; as a folder it counts for little.
        return vendored.Signature is not null && vendored.Locked.Trust > TrustLevel.SelfSigned
            ? entry with
            {
                Trust = vendored.Locked.Trust,
            }
            : entry;
    }

    /// <summary>When the key was registered nobody here knows: it signed at the time that its oldest signature says.</summary>
    private static PublicKeyResponse KeyOf(IReadOnlyList<VendoredPackage> signed)
    {
        var oldest = signed
            .OrderBy(p => p.Signature!.Verified.Statement.Predicate.Timestamp)
            .ThenBy(p => p.Package.Manifest.Name.ToString(), StringComparer.Ordinal)
            .First();
        var signature = oldest.Signature!;
        return new PublicKeyResponse
        {
            KeyId = signature.Key.KeyId,
            Pem = signature.Key.Pem,
            Publisher = signature.Verified.Signer,
            Registered = signature.Verified.Statement.Predicate.Timestamp,
        };
    }

    private static void AddJson(
        ImmutableSortedDictionary<string, VendorFile>.Builder files,
        string path,
        byte[] json
    ) => Add(files, path, [.. json, (byte)'\n']);

    private static void Add(ImmutableSortedDictionary<string, VendorFile>.Builder files, string path, byte[] bytes) =>
        files[path] = new VendorFile(Sha256Digest.Of(bytes), bytes, null);
}
