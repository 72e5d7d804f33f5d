using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Publishers;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Lifecycle;

/// <summary>What policies are asked about when a package is about to be installed.</summary>
internal static class PolicySubjects
{
    /// <summary>A verified package. What only a lock file says of its origin counts where just these files were consented to here.</summary>
    internal static PolicySubject Of(HostEnvironment host, AcquiredPackage package, PolicyMoment moment)
    {
        var manifest = package.Manifest;
        var origin = package.Origin;
        var isKnown = !origin.IsClaimed || host.Consents.Read(host.Project, manifest.Name)?.Tree == package.Tree;
        return new PolicySubject
        {
            Name = manifest.Name,
            Moment = moment,
            Version = manifest.Version.ToString(),
            Tree = ResolvedPath.Portable(host.Project, package.Tree),
            Trust = isKnown ? origin.Trust : TrustLevel.Unsigned,
            Signers = isKnown ? BoundSigners(host, origin) : [],
            KeyIds = origin.KeyIds,
            Source = package.Resolved,
            Capabilities = manifest.Requires.Capabilities,
        };
    }

    /// <summary>A signer's name is only a claim until its key is bound to it: by a registry that verified the author, or by a pin of this
    /// machine from an earlier install or from <c>specify trust key add</c>.</summary>
    private static ImmutableArray<VerifiedSigner> BoundSigners(HostEnvironment host, PackageOrigin origin)
    {
        if (origin.Signer is not { } signer)
        {
            return [];
        }

        var pinned = host.Publishers.Read().TryGet(out var pins)
            ? pins.Pins.GetValueOrDefault(PublisherSubjects.OfSigner(signer))?.Keys ?? []
            : [];
        return
        [
            .. origin
                .KeyIds.Where(key => origin.Trust >= TrustLevel.Verified || pinned.Contains(key))
                .Select(key => new VerifiedSigner(signer, key)),
        ];
    }
}
