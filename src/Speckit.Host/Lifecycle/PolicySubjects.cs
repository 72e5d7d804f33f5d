using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Policy.Evaluation;
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
        var isKnown =
            !origin.IsClaimed
            || host.Consents.Read(host.Project).GetValueOrDefault(manifest.Name)?.Tree == package.Tree;
        return new PolicySubject
        {
            Name = manifest.Name,
            Moment = moment,
            Version = manifest.Version.ToString(),
            Tree = ResolvedPath.Portable(host.Project, package.Tree),
            Trust = isKnown ? origin.Trust : TrustLevel.Unsigned,
            Signers =
                isKnown && origin.Signer is { } signer
                    ? [.. origin.KeyIds.Select(key => new VerifiedSigner(signer, key))]
                    : [],
            Source = package.Resolved,
            Capabilities = manifest.Requires.Capabilities,
        };
    }
}
