using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Audit;
using Speckit.Host.Locking;
using Speckit.Host.Policy;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Publishers;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Lifecycle;

/// <summary>Decides whether verified packages may be installed: known publishers' keys, the policies, then the user.</summary>
/// <param name="host">The project.</param>
/// <param name="observer">Whom to tell and ask.</param>
internal sealed class PackageGate(HostEnvironment host, ILifecycleObserver observer)
{
    private readonly HashSet<(string Name, string Tree)> _accepted = [];

    /// <summary>Why not, which is in the audit log then; empty when they may.</summary>
    /// <param name="action">What is being done, for the audit log.</param>
    /// <param name="moment">What is being done, for the policy.</param>
    /// <param name="placements">The packages.</param>
    /// <param name="lockFile">What is installed.</param>
    /// <param name="cancellationToken">Ends the waiting for an answer.</param>
    internal async Task<ImmutableArray<Diagnostic>> FindRefusalAsync(
        string action,
        PolicyMoment moment,
        ImmutableArray<Placement> placements,
        LockFile lockFile,
        CancellationToken cancellationToken
    )
    {
        foreach (var placement in placements)
        {
            var installed = lockFile.Plugins.GetValueOrDefault(placement.Name);
            if (FindKeyProblem(placement.Package, installed) is { } problem)
            {
                return [await RefuseAsync(action, placement, problem, cancellationToken)];
            }

            var allowed = await PolicyGate.EvaluateAsync(
                host,
                PolicySubjects.Of(host, placement.Package, moment),
                cancellationToken
            );
            if (!allowed.Succeeded)
            {
                return allowed.Diagnostics;
            }

            foreach (var denied in allowed.Value.DeniedCapabilities)
            {
                observer.Note($"{placement.Name} will run without {denied}: the policy does not allow it");
            }
        }

        return await AskAsync(placements, lockFile, cancellationToken) is { } refusal
            ? [await RefuseAsync(action, placements[^1], refusal, cancellationToken)]
            : [];
    }

    /// <summary>Pins the keys of accepted packages to their publishers (trust on first use).</summary>
    internal async Task RememberAsync(ImmutableArray<Placement> placements, CancellationToken cancellationToken)
    {
        var signed = placements.Where(p => p.Package.Origin.KeyId is not null).ToList();
        if (signed.Count == 0)
        {
            return;
        }

        foreach (var key in signed.SelectMany(p => p.Package.Origin.Keys))
        {
            host.Publishers.Remember(key);
        }

        var now = host.Time.GetUtcNow();
        var changed = await host.Publishers.ChangeAsync(
            pins =>
                signed
                    .SelectMany(p =>
                        PublisherSubjects
                            .Of(p.Name, p.Package.Origin.Signer)
                            .Select(subject => (subject, Key: p.Package.Origin.KeyId!))
                    )
                    .Aggregate(pins, (known, pin) => known.With(pin.subject, pin.Key, now)),
            cancellationToken
        );
        foreach (var problem in changed.Diagnostics)
        {
            observer.Warn(problem with { Severity = Severity.Warning });
        }
    }

    private Diagnostic? FindKeyProblem(AcquiredPackage package, LockedPlugin? installed)
    {
        var manifest = package.Manifest;
        var origin = package.Origin;
        var read = host.Publishers.Read();
        if (!read.TryGet(out var pins))
        {
            return read.Diagnostics[0];
        }

        var signed = new SignedPackage(manifest.Name, manifest.Version.ToString(), origin.Signer, origin.KeyIds);
        if (installed?.KeyId is { } key && !origin.KeyIds.Contains(key) && !origin.KeyIds.Any(pins.Revoked.Contains))
        {
            return PublisherCheck.Changed(
                $"{manifest.Name} {installed.Version} was signed with the key {key}",
                signed,
                PublisherSubjects.Of(manifest.Name, signer: null)[0]
            );
        }

        // A folder of one's own has no signature, and says so; a signed plugin does not become unsigned in silence.
        return origin.KeyId is null && package.Link is not null ? null : PublisherCheck.Find(pins, signed);
    }

    private async Task<Diagnostic?> AskAsync(
        ImmutableArray<Placement> placements,
        LockFile lockFile,
        CancellationToken cancellationToken
    )
    {
        var asking = placements.Where(p => !_accepted.Contains(KeyOf(p)) && !IsConsented(p)).ToList();
        var requests = asking.Select(p => RequestFor(p, lockFile)).Where(NeedsAnswer).ToImmutableArray();
        if (requests.IsEmpty)
        {
            observer.Done("No new capabilities");
            return null;
        }

        var names = string.Join(", ", requests.Select(r => r.Manifest.Name));
        var answer = await observer.AskConsentAsync(requests, cancellationToken);
        if (answer == ConsentAnswer.Accepted)
        {
            // A plan that has to be made again does not ask again for the same files.
            _accepted.UnionWith(asking.Select(KeyOf));
            return null;
        }

        return answer switch
        {
            ConsentAnswer.Refused => HostDiagnostics.ConsentRefused.Error(
                $"{names} was not installed: its capabilities were not accepted"
            ),
            _ => HostDiagnostics.ConsentNeeded.Error(
                $"{string.Join("; ", requests.Select(Describe))}; and there is no terminal to ask on",
                "review it, then run the command again with --yes"
            ),
        };
    }

    private static (string Name, string Tree) KeyOf(Placement placement) =>
        (placement.Name.ToString(), placement.Package.Tree);

    /// <summary>Whether just these files were consented to on this machine.</summary>
    private bool IsConsented(Placement placement) =>
        placement.Package.Link is null
        && host.Consents.Read(host.Project, placement.Name)?.Tree == placement.Package.Tree;

    private ConsentRequest RequestFor(Placement placement, LockFile lockFile)
    {
        var manifest = placement.Package.Manifest;
        var installed = lockFile.Plugins.GetValueOrDefault(manifest.Name);
        var requested = manifest.Requires.Capabilities.Select(id => Capability.Find(id)!).ToImmutableArray();

        // What the lock file grants came with the checkout: only what was accepted on this machine counts as known.
        var consented = host.Consents.Read(host.Project, manifest.Name);
        var known = installed is null || consented is null ? [] : consented.Capabilities;
        return new ConsentRequest(
            manifest,
            placement.Package.Origin,
            placement.Package.Resolved,
            requested,
            [.. requested.Where(c => !known.Contains(c.Id))],
            consented is null ? null : installed?.Version,
            placement.RequiredBy
        );
    }

    /// <summary>A new version that asks for no more, from where the old one came, needs no new answer (security: "Effective grant").</summary>
    private static bool NeedsAnswer(ConsentRequest request) =>
        request.Installed is null || !request.Added.IsEmpty || request.Origin.KeyId is null;

    private static string Describe(ConsentRequest request)
    {
        var origin = request.Origin.Signer is { } signer
            ? $"signed by {signer}"
            : TrustLevels.ToName(request.Origin.Trust);
        var capabilities = request.Capabilities.IsEmpty
            ? "no capabilities"
            : string.Join(", ", request.Capabilities.Select(c => c.Id));
        return $"{request.Manifest.Name} {request.Manifest.Version} ({origin}) asks for {capabilities}";
    }

    private async Task<Diagnostic> RefuseAsync(
        string action,
        Placement placement,
        Diagnostic refusal,
        CancellationToken cancellationToken
    )
    {
        await host.Audit.AppendAsync(
            new AuditRecord(action, placement.Name.ToString(), AuditOutcome.Refused, Detail: refusal.Message),
            cancellationToken
        );
        return refusal;
    }
}
