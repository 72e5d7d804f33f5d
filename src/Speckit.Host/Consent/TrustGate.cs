using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Host.Integrity;
using Speckit.Host.Locking;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Consent;

/// <summary>Stands before every start of a plugin: are its files those that were locked, is its publisher's key still good, and did the user
/// of this machine consent?</summary>
public static class TrustGate
{
    /// <summary>The plugin with what it may really do, or why it may not start.</summary>
    public static Result<GrantedPlugin> Check(HostEnvironment host, InstalledPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(plugin);
        if (plugin.Problem is not null)
        {
            return HostDiagnostics.InstalledManifestInvalid.Error(
                $"{plugin.Name} cannot be used: {plugin.Problem}",
                $"run 'specify plugin repair {plugin.Name}' to put it right"
            );
        }

        var consent = host.Consents.Read(host.Project).GetValueOrDefault(plugin.Name);
        if (consent is null || consent.Tree != plugin.Tree)
        {
            return HostDiagnostics.NotTrusted.Error(
                $"{plugin.Name} {plugin.Version} came with this checkout, and nobody on this machine consented to it",
                "run 'specify trust' to review what it may do"
            );
        }

        var refusal = FindRevocation(host, plugin) ?? FindChange(host, plugin);
        return refusal is null ? GrantedPlugin.In(host.Project, plugin, Grant(plugin, consent)) : refusal;
    }

    private static Diagnostic? FindRevocation(HostEnvironment host, InstalledPlugin plugin)
    {
        if (plugin.KeyId is not { } key)
        {
            return null;
        }

        var read = host.Publishers.Read();
        return !read.TryGet(out var pins) ? read.Diagnostics[0]
            : pins.Revoked.Contains(key)
                ? HostDiagnostics.KeyRevoked.Error(
                    $"{plugin.Name} {plugin.Version} is signed with the key {key}, which was revoked on this machine",
                    $"update it to a version signed with another key, or remove it: 'specify plugin remove {plugin.Name}'"
                )
            : null;
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
