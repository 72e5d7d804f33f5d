using System.Collections.Immutable;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Acquisition;

/// <summary>Packages from this machine: archives, with their signature beside them if there is one, and folders.</summary>
/// <param name="user">Whose keys are known.</param>
/// <param name="workDirectory">Where folders are packed.</param>
public sealed class LocalPackages(UserLayout user, string workDirectory)
{
    private const int MaxSignatureBytes = DsseEnvelope.MaxBytes;

    /// <summary>An archive file.</summary>
    internal async Task<Result<AcquiredPackage>> FromArchiveAsync(
        string path,
        int steps,
        IAcquisitionObserver observer,
        RequirementCheck check,
        CancellationToken cancellationToken
    )
    {
        observer.Step(1, steps, "Resolving dependencies...");
        var opened = await OpenAsync(path, expected: null, folderName: null, check, cancellationToken);
        if (!opened.TryGet(out var package))
        {
            return opened.Propagate<AcquiredPackage>();
        }

        observer.Step(2, steps, $"Reading {Path.GetFileName(path)}...");
        Describe(package, observer);
        observer.Step(3, steps, "Verifying signatures...");
        var origin = VerifyBeside(package, path + PackageFileName.SignatureSuffix, observer);
        return origin.TryGet(out var verified)
            ? new AcquiredPackage(path, package, "file:" + path, verified)
            : origin.Propagate<AcquiredPackage>();
    }

    /// <summary>A plugin's folder: packed as it would be published, then treated as that archive.</summary>
    internal async Task<Result<AcquiredPackage>> FromFolderAsync(
        string path,
        int steps,
        IAcquisitionObserver observer,
        RequirementCheck check,
        CancellationToken cancellationToken
    )
    {
        observer.Step(1, steps, "Resolving dependencies...");
        Directory.CreateDirectory(workDirectory);
        var archive = Path.Combine(workDirectory, "folder" + PackageFileName.Extension);
        var packed = PackageWriter.Write(path, archive, new PackageWriteOptions(), cancellationToken);
        var opened = packed.TryGet(out var written)
            ? await OpenAsync(archive, written.ArchiveDigest, Path.GetFileName(path), check, cancellationToken)
            : packed.Propagate<PluginPackage>();
        if (!opened.TryGet(out var package))
        {
            return opened.Propagate<AcquiredPackage>();
        }

        observer.Step(2, steps, $"Packing {path}...");
        foreach (var warning in packed.Diagnostics)
        {
            observer.Warn(warning);
        }

        Describe(package, observer);
        observer.Step(3, steps, "Verifying signatures...");
        observer.Note("A folder has no signature");
        return new AcquiredPackage(archive, package, "path:" + path, PackageOrigin.Unsigned);
    }

    private static async Task<Result<PluginPackage>> OpenAsync(
        string archive,
        Sha256Digest? expected,
        string? folderName,
        RequirementCheck check,
        CancellationToken cancellationToken
    )
    {
        var opened = PluginPackage.Open(
            archive,
            expectedArchiveDigest: expected,
            folderName: folderName,
            cancellationToken: cancellationToken
        );
        if (!opened.TryGet(out var package))
        {
            return opened;
        }

        var problems = await check(PluginRequirements.Of(package.Manifest), cancellationToken);
        return problems.IsEmpty ? opened : Result<PluginPackage>.Failure(problems);
    }

    private static void Describe(PluginPackage package, IAcquisitionObserver observer)
    {
        observer.Note($"Plugin: {package.Manifest.Name}@{package.Manifest.Version}");
        observer.Note($"Size: {ByteSize.Format(package.Contents.ArchiveSize)}");
    }

    private Result<PackageOrigin> VerifyBeside(
        PluginPackage package,
        string signaturePath,
        IAcquisitionObserver observer
    )
    {
        if (!File.Exists(signaturePath))
        {
            observer.Note($"No {Path.GetFileName(signaturePath)} beside it");
            return PackageOrigin.Unsigned;
        }

        if (new FileInfo(signaturePath).Length > MaxSignatureBytes)
        {
            return SignatureDiagnostics.EnvelopeInvalid.Error($"'{signaturePath}' is too large for a signature");
        }

        var verified = PackageVerifier.Verify(package.Identity, File.ReadAllBytes(signaturePath), KnownKeys());
        if (verified.TryGet(out var signature))
        {
            observer.Done($"Package signature valid (signed by: {signature.Signer})");
            return new PackageOrigin(TrustLevel.SelfSigned, signature.Signer, signature.KeyId);
        }

        return verified.Propagate<PackageOrigin>();
    }

    /// <summary>The user's own key and those in <c>~/.specify/trust/keys</c>.</summary>
    private ImmutableArray<VerificationKey> KnownKeys()
    {
        var directory = Path.Combine(user.TrustDirectory, "keys");
        var files = Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.pem") : [];
        return
        [
            .. files
                .Append(user.PublicKeyFile)
                .Where(File.Exists)
                .Select(VerificationKey.Load)
                .Where(k => k.Succeeded)
                .Select(k => k.Value),
        ];
    }
}
