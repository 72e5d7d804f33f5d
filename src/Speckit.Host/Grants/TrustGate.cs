using System.Collections.Immutable;
using Speckit.Host.Consent;
using Speckit.Host.Installed;
using Speckit.Host.Integrity;
using Speckit.Host.Locking;
using Speckit.Host.Policy;
using Speckit.Host.Policy.Evaluation;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Grants;

/// <summary>Stands before every start of a plugin: are its files those that were locked, is its publisher's key still good, and did the user
/// of this machine consent?</summary>
public static class TrustGate
{
    /// <summary>The plugin with what it may really do, or why it may not start: also what the policies of this machine, this user and this
    /// project say.</summary>
    /// <param name="host">The project.</param>
    /// <param name="plugin">The plugin.</param>
    /// <param name="moment">Whether it is enabled or run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Result<GrantedPlugin>> CheckAsync(
        HostEnvironment host,
        InstalledPlugin plugin,
        PolicyMoment moment,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(plugin);
        var consent = host.Consents.Find(host.Project, plugin.Name, plugin.Tree);
        var trusted = Check(host, plugin, consent);
        if (!trusted.TryGet(out var granted))
        {
            return trusted;
        }

        var allowed = await PolicyGate.EvaluateAsync(host, SubjectOf(plugin, consent!, moment), cancellationToken);
        return allowed.TryGet(out var decision) ? Restrict(granted, decision) : allowed.Propagate<GrantedPlugin>();
    }

    /// <summary>What the check would say; nothing is asked for and nothing is written.</summary>
    internal static Result<GrantedPlugin> Look(HostEnvironment host, InstalledPlugin plugin, PolicyMoment moment)
    {
        var consent = host.Consents.Find(host.Project, plugin.Name, plugin.Tree);
        var trusted = Check(host, plugin, consent);
        var loaded = PolicyGate.Load(host);
        if (!trusted.TryGet(out var granted) || !loaded.TryGet(out var policy))
        {
            return trusted.Succeeded ? loaded.Propagate<GrantedPlugin>() : trusted;
        }

        var subject = SubjectOf(plugin, consent!, moment);
        var decision = PolicyGate.Decide(host, policy, subject);
        return decision.Verdict == PolicyVerdict.Allowed
            ? Restrict(granted, decision)
            : Result<GrantedPlugin>.Failure(PolicyGate.WhyNot(host, policy, subject, decision));
    }

    /// <summary>What the policies leave of the grant of a version that is being installed: its own checks have been made, its migrations run
    /// under the same limits and in the same tier as the plugin will.</summary>
    internal static Result<GrantedPlugin> ForMigration(HostEnvironment host, GrantedPlugin granted)
    {
        var loaded = PolicyGate.Load(host);
        if (!loaded.TryGet(out var policy))
        {
            return loaded.Propagate<GrantedPlugin>();
        }

        var plugin = granted.Plugin;
        var subject = new PolicySubject
        {
            Name = plugin.Name,
            Moment = PolicyMoment.Run,
            Version = plugin.Version,
            Tree = plugin.Tree,
            Trust = plugin.Trust,
            Source = plugin.Resolved,
            Capabilities = plugin.Capabilities,
        };
        return Restrict(granted, PolicyGate.Decide(host, policy, subject));
    }

    private static GrantedPlugin Restrict(GrantedPlugin granted, PolicyDecision decision) =>
        granted with
        {
            Capabilities = decision.Restrict(granted.Capabilities),
            Limits = decision.Limits,
            MinimumTier = decision.MinimumTier,
        };

    private static Result<GrantedPlugin> Check(HostEnvironment host, InstalledPlugin plugin, Consented? consent)
    {
        if (plugin.Problem is not null)
        {
            return HostDiagnostics.InstalledManifestInvalid.Error(
                $"{plugin.Name} cannot be used: {plugin.Problem}",
                $"run 'specify plugin repair {plugin.Name}' to put it right"
            );
        }

        if (consent is null)
        {
            return HostDiagnostics.NotTrusted.Error(
                $"{plugin.Name} {plugin.Version} came with this checkout, and nobody on this machine consented to it",
                "run 'specify trust' to review what it may do"
            );
        }

        var refusal = FindRevocation(host, plugin, consent) ?? FindChange(host, plugin);
        return refusal is null ? GrantedPlugin.In(host.Project, plugin, Grant(plugin, consent)) : refusal;
    }

    /// <summary>Of trust and signers counts what was verified on this machine, not what the lock file says.</summary>
    private static PolicySubject SubjectOf(InstalledPlugin plugin, Consented consent, PolicyMoment moment) =>
        new()
        {
            Name = plugin.Name,
            Moment = moment,
            Version = plugin.Version,
            Tree = plugin.Tree,
            Trust = consent.Trust,
            Signers = consent is { Signer: { } signer, KeyId: { } key } ? [new VerifiedSigner(signer, key)] : [],
            KeyIds = plugin.KeyId is { } locked ? [locked] : [],
            Source = plugin.Resolved,
            Capabilities = plugin.Capabilities,
        };

    /// <summary>The lock file may leave its key out; what this machine verified counts too.</summary>
    private static Diagnostic? FindRevocation(HostEnvironment host, InstalledPlugin plugin, Consented consent)
    {
        if (plugin.KeyId is null && consent.KeyId is null)
        {
            return null;
        }

        var read = host.Publishers.Read();
        if (!read.TryGet(out var pins))
        {
            return read.Diagnostics[0];
        }

        var key = new[] { plugin.KeyId, consent.KeyId }.FirstOrDefault(k => k is not null && pins.Revoked.Contains(k));
        return key is null
            ? null
            : HostDiagnostics.KeyRevoked.Error(
                $"{plugin.Name} {plugin.Version} is signed with the key {key}, which was revoked on this machine",
                $"update it to a version signed with another key, or remove it: 'specify plugin remove {plugin.Name}'"
            );
    }

    private static Diagnostic? FindChange(HostEnvironment host, InstalledPlugin plugin)
    {
        if (!plugin.IsLink)
        {
            return TreeIntegrity.Check(host, plugin.Name, plugin.Tree, plugin.Archive);
        }

        var linked = new DirectoryInfo(host.Project.PluginDirectory(plugin.Name)).LinkTarget;
        var locked = Path.GetFullPath(plugin.Resolved[LockedPlugin.LinkScheme.Length..], host.Project.Root);
        return linked == locked
            ? null
            : HostDiagnostics.TreeChanged.Error(
                $"{plugin.Name} is locked as a link to '{locked}', and links to {(linked is null ? "nothing" : $"'{linked}'")}",
                $"run 'specify plugin install --link {locked}' again"
            );
    }

    /// <summary>Effective grant = declared ∩ consented to ∩ allowed (security, first section).</summary>
    private static ImmutableArray<string> Grant(InstalledPlugin plugin, Consented consent) =>
        [.. plugin.Capabilities.Intersect(consent.Capabilities)];
}
