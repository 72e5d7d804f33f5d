using System.Collections.Immutable;
using Speckit.Host;
using Speckit.Host.Locking;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Policies;

/// <summary>The installed plugins as policies see them.</summary>
internal static class InstalledSubjects
{
    /// <summary>The plugins of the lock file. What it says of trust and signer is believed where somebody on this machine consented to
    /// exactly those files.</summary>
    internal static Result<ImmutableArray<PolicySubject>> Load(HostEnvironment host)
    {
        var recovered = ProjectTransaction.RecoverIfNeeded(host);
        if (!recovered.Succeeded)
        {
            return recovered.Propagate<ImmutableArray<PolicySubject>>();
        }

        var read = LockFileReader.Read(host.Project.LockFile);
        if (!read.TryGet(out var lockFile))
        {
            return read.Propagate<ImmutableArray<PolicySubject>>();
        }

        var consents = host.Consents.Read(host.Project);
        return Result<ImmutableArray<PolicySubject>>.Success([
            .. lockFile.Plugins.Select(p =>
                PolicySubject.OfLocked(p.Key, p.Value, PolicyMoment.Review, consents.GetValueOrDefault(p.Key))
            ),
        ]);
    }
}
