using System.Collections.Immutable;
using Speckit.Host.Publishers;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client;
using Speckit.Registry.Client.Downloads;

namespace Speckit.Host.Acquisition;

/// <summary>Packages from this machine: archives, with their signature beside them if there is one, and folders.</summary>
/// <param name="publishers">Whose keys are known.</param>
/// <param name="workDirectory">Gives the folder that folders are packed into.</param>
/// <param name="remote">Fetches archives from the web; null where that is not to be done.</param>
/// <param name="keyFile">Another key to trust for this time, or null.</param>
public sealed class LocalPackages(
    PublisherStore publishers,
    Func<string> workDirectory,
    RemoteArchive? remote = null,
    string? keyFile = null
)
{
    /// <summary>Fetches and inspects the archive that a URL names.</summary>
    internal async Task<Result<LocalPackage>> OpenUrlAsync(
        InstallSource.FromUrl source,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        if (remote is null)
        {
            return RegistryClientDiagnostics.Unreachable.Error(
                $"{source.Url} cannot be fetched: the network is not to be used.",
                "Leave --offline out, or name an archive on this machine."
            );
        }

        observer.Note($"Source: {source.Url}");
        var progress = new RegistryPackages.SynchronousProgress(p => observer.Downloaded(p.Done, p.Total));
        var fetched = await remote.DownloadAsync(source.Url, source.Digest, progress, cancellationToken);
        if (!fetched.TryGet(out var path))
        {
            return fetched.Propagate<LocalPackage>();
        }

        var opened = OpenArchive(path, source.Url.AbsoluteUri, source.Digest, cancellationToken);
        return opened.TryGet(out var package)
            ? Result<LocalPackage>.Success(package with { SignaturePath = null }, opened.Diagnostics)
            : opened;
    }

    /// <summary>Inspects an archive.</summary>
    internal static Result<LocalPackage> OpenArchive(
        string path,
        string resolved,
        Sha256Digest? expected,
        CancellationToken cancellationToken,
        string? folderName = null
    )
    {
        var opened = PluginPackage.Open(
            path,
            expectedArchiveDigest: expected,
            folderName: folderName,
            cancellationToken: cancellationToken
        );
        return opened.TryGet(out var package)
            ? Result<LocalPackage>.Success(
                new LocalPackage(
                    package.Manifest,
                    resolved,
                    path,
                    package,
                    path + PackageFileName.SignatureSuffix,
                    Link: null
                ),
                opened.Diagnostics
            )
            : opened.Propagate<LocalPackage>();
    }

    /// <summary>Packs a plugin's folder as it would be published, and inspects that archive.</summary>
    internal Result<LocalPackage> OpenFolder(string path, CancellationToken cancellationToken)
    {
        // One of many, perhaps: all of them are there until they are put in place.
        var archive = Path.Combine(workDirectory(), Path.GetRandomFileName() + PackageFileName.Extension);
        var packed = PackageWriter.Write(path, archive, new PackageWriteOptions(), cancellationToken);
        if (!packed.TryGet(out var written))
        {
            return packed.Propagate<LocalPackage>();
        }

        var opened = OpenArchive(
            archive,
            "path:" + path,
            written.ArchiveDigest,
            cancellationToken,
            Path.GetFileName(path)
        );
        return opened.TryGet(out var package)
            ? Result<LocalPackage>.Success(
                package with
                {
                    SignaturePath = null,
                },
                [.. packed.Diagnostics, .. opened.Diagnostics]
            )
            : opened;
    }

    /// <summary>Reads a plugin's folder that is to be used in place.</summary>
    internal static Result<LocalPackage> OpenLink(string path)
    {
        var file = Path.Combine(path, PluginManifest.FileName);
        var read = ManifestReader.Read(
            file,
            File.ReadAllBytes(file),
            new ManifestReadOptions { FolderName = Path.GetFileName(path) }
        );
        if (!read.TryGet(out var manifest))
        {
            return read.Propagate<LocalPackage>();
        }

        var missing = ManifestReader.CheckFiles(manifest, relative => Path.Exists(Path.Combine(path, relative)));
        return missing.IsEmpty
            ? Result<LocalPackage>.Success(
                new LocalPackage(
                    manifest,
                    Locking.LockedPlugin.LinkScheme + path,
                    ArchivePath: null,
                    Package: null,
                    SignaturePath: null,
                    path
                ),
                read.Diagnostics
            )
            : Result<LocalPackage>.Failure(missing);
    }

    /// <summary>Verifies a package's signature.</summary>
    internal Result<AcquiredPackage> Verify(LocalPackage local, IAcquisitionObserver observer)
    {
        if (local.Package is not { } package || local.ArchivePath is not { } archive)
        {
            observer.Note("A linked folder has no signature: its files are used as they are");
            return new AcquiredPackage
            {
                Manifest = local.Manifest,
                Resolved = local.Resolved,
                Origin = PackageOrigin.Unsigned,
                Link = local.Link,
            };
        }

        var origin = VerifyBeside(package, local.SignaturePath, observer);
        return origin.TryGet(out var verified)
            ? AcquiredPackage.Of(archive, package, local.Resolved, verified)
            : origin.Propagate<AcquiredPackage>();
    }

    private Result<PackageOrigin> VerifyBeside(
        PluginPackage package,
        string? signaturePath,
        IAcquisitionObserver observer
    )
    {
        if (signaturePath is null)
        {
            observer.Note("Not signed: nobody vouches for where it comes from");
            return PackageOrigin.Unsigned;
        }

        if (!File.Exists(signaturePath))
        {
            observer.Note($"No {Path.GetFileName(signaturePath)} beside it");
            return PackageOrigin.Unsigned;
        }

        if (new FileInfo(signaturePath).Length > DsseEnvelope.MaxBytes)
        {
            return SignatureDiagnostics.EnvelopeInvalid.Error($"'{signaturePath}' is too large for a signature");
        }

        var keys = Keys();
        var verified = keys.TryGet(out var known)
            ? PackageVerifier.Verify(package.Identity, File.ReadAllBytes(signaturePath), known)
            : keys.Propagate<VerifiedSignature>();
        if (!verified.TryGet(out var signature))
        {
            return verified.Propagate<PackageOrigin>();
        }

        observer.Done($"Package signature valid (signed by: {signature.Signer})");
        observer.Done($"Timestamp: {signature.Statement.Predicate.Timestamp:yyyy-MM-ddTHH:mm:ssZ}");
        return new PackageOrigin(TrustLevel.SelfSigned, signature.Signer, signature.KeyIds)
        {
            Keys = [.. known.Where(k => signature.KeyIds.Contains(k.KeyId))],
        };
    }

    private Result<ImmutableArray<VerificationKey>> Keys()
    {
        var known = publishers.KnownKeys();
        if (keyFile is null)
        {
            return known;
        }

        var given = VerificationKey.Load(keyFile);
        return given.TryGet(out var key) ? known.Insert(0, key) : given.Propagate<ImmutableArray<VerificationKey>>();
    }
}
