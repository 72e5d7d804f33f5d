using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Digests;

namespace Speckit.Host.Consent;

/// <summary>Stands before every start of a plugin: are its files those that were locked, and did the user of this machine consent?</summary>
public static class TrustGate
{
    /// <summary>The plugin with what it may really do, or why it may not start.</summary>
    public static Result<GrantedPlugin> Check(HostEnvironment host, InstalledPlugin plugin)
    {
        if (plugin.Problem is not null)
        {
            return HostDiagnostics.InstalledManifestInvalid.Error(
                $"{plugin.Name} cannot be used: {plugin.Problem}",
                $"run 'specify plugin install {plugin.Name}' to put it right"
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

        var computed = TreeDigest.Compute(host.Project.PluginDirectory(plugin.Name));
        return computed.TryGet(out var tree) && tree.ToString() == plugin.Tree
            ? new GrantedPlugin(plugin, Grant(plugin, consent))
            : HostDiagnostics.TreeChanged.Error(
                $"the files of {plugin.Name} are not those that were installed",
                $"run 'specify plugin install {plugin.Name}' to restore them"
            );
    }

    /// <summary>Effective grant = declared ∩ consented to ∩ allowed (security, first section).</summary>
    private static ImmutableArray<string> Grant(InstalledPlugin plugin, Consented consent) =>
        [.. plugin.Capabilities.Intersect(consent.Capabilities)];
}
