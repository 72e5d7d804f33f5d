using System.Collections.Immutable;
using Speckit.Host.Audit.Advisories;
using Speckit.Host.Consent;
using Speckit.Host.Installed;
using Speckit.Host.Integrity;
using Speckit.Host.Locking;
using Speckit.Host.Publishers;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Audit;

/// <summary>Looks at everything that is installed: files, keys, consents and known vulnerabilities (security: "Audit").</summary>
/// <param name="host">The project.</param>
/// <param name="advisories">The known vulnerabilities.</param>
public sealed class PluginAuditor(HostEnvironment host, ImmutableArray<Advisory> advisories)
{
    /// <summary>Audits the plugins of a lock file, without its registries. Every file is hashed.</summary>
    public ImmutableArray<AuditedPlugin> Audit(LockFile lockFile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lockFile);
        var consents = host.Consents.Read(host.Project);
        var pins = host.Publishers.Read();
        var audited = ImmutableArray.CreateBuilder<AuditedPlugin>(lockFile.Plugins.Count);
        foreach (var (name, locked) in lockFile.Plugins)
        {
            cancellationToken.ThrowIfCancellationRequested();
            audited.Add(Audit(name, locked, consents.GetValueOrDefault(name), pins));
        }

        return audited.DrainToImmutable();
    }

    private AuditedPlugin Audit(PluginName name, LockedPlugin locked, Consented? consent, Result<PublisherPins> pins)
    {
        var manifest = InstalledPluginReader.ReadManifest(host.Project, name);
        var change = locked.IsLink ? null : TreeIntegrity.CheckFully(host, name, locked.Tree, locked.Archive);
        var found = advisories.Where(a => a.IsAbout(name, locked.Version)).ToImmutableArray();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        if (change is not null)
        {
            problems.Add(change);
        }
        else if (!manifest.Succeeded)
        {
            problems.Add(manifest.Diagnostics[0]);
        }

        if (FindKeyProblem(name, locked, consent, pins) is { } keyProblem)
        {
            problems.Add(keyProblem);
        }

        problems.AddRange(found.Select(advisory => Vulnerable(name, locked, advisory)));
        return new AuditedPlugin
        {
            Name = name,
            Locked = locked,
            Consent =
                consent is null ? ConsentState.None
                : consent.Tree == locked.Tree ? ConsentState.Given
                : ConsentState.ToOtherFiles,
            Changes =
                change?.Descriptor == HostDiagnostics.TreeChanged
                    ? TreeIntegrity.Differences(host, name, locked.Archive) ?? []
                    : [],
            Deprecated = manifest.TryGet(out var read) ? read.Deprecated : null,
            Advisories = found,
            Problems = problems.ToImmutable(),
        };
    }

    /// <summary>What is linked or was changed by hand has no publisher who could vouch for it. What was verified on this machine counts
    /// beside what the lock file says.</summary>
    private static Diagnostic? FindKeyProblem(
        PluginName name,
        LockedPlugin locked,
        Consented? consent,
        Result<PublisherPins> pins
    )
    {
        if (locked.IsLink || locked.Modified)
        {
            return null;
        }

        if (!pins.TryGet(out var known))
        {
            return pins.Diagnostics[0];
        }

        var verified = consent?.Tree == locked.Tree ? consent.KeyId : null;
        ImmutableArray<string> keys =
        [
            .. new[] { locked.KeyId, verified }.OfType<string>().Distinct(StringComparer.Ordinal),
        ];
        return PublisherCheck.Find(known, new SignedPackage(name, locked.Version.ToString(), locked.Signer, keys));
    }

    private static Diagnostic Vulnerable(PluginName name, LockedPlugin locked, Advisory advisory)
    {
        var what = advisory.Summary is { } summary ? $": {summary}" : "";
        return HostDiagnostics.Vulnerable.Error(
            $"{name} {locked.Version} has the known vulnerability {advisory.Id}{what}",
            advisory.FixedAfter(name, locked.Version) is { } version
                ? $"it is fixed in {version}: 'specify plugin update {name}'"
                : $"no fixed version is known; 'specify plugin disable {name}' stops it"
        );
    }
}
