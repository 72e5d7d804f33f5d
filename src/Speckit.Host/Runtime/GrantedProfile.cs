using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Runtime;

/// <summary>What an installed plugin is really given when it is started here: the same profile and tier, and nothing is started.</summary>
/// <param name="Profile">What it is given.</param>
/// <param name="Tier">The tier.</param>
/// <param name="Minimum">The least tier that the policies demand.</param>
public sealed record GrantedProfile(SandboxProfile Profile, SandboxTier Tier, SandboxTier Minimum)
{
    /// <summary>Looks; the audit log is not written.</summary>
    /// <param name="host">The project.</param>
    /// <param name="plugin">The plugin.</param>
    /// <param name="binary">The native binary, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The profile; or why the plugin would not start.</returns>
    public static async Task<Result<GrantedProfile>> LookAsync(
        HostEnvironment host,
        InstalledPlugin plugin,
        string? binary,
        CancellationToken cancellationToken
    )
    {
        var looked = TrustGate.Look(host, plugin, PolicyMoment.Run);
        if (!looked.TryGet(out var granted))
        {
            return looked.Propagate<GrantedProfile>();
        }

        var manifest = InstalledPluginReader.ReadManifest(granted.PackageDirectory, plugin.Name);
        if (!manifest.TryGet(out var read))
        {
            return manifest.Propagate<GrantedProfile>();
        }

        var choice = await PluginSandbox.ChooseAsync(host, binary, warn: null, cancellationToken);
        if (!choice.TryGet(out var chosen))
        {
            return choice.Propagate<GrantedProfile>();
        }

        granted = granted with { Capabilities = [.. granted.Capabilities.Intersect(read.Requires.Capabilities)] };
        return new GrantedProfile(ProfileBuilder.Build(host, granted, read.Sandbox), chosen.Tier, granted.MinimumTier);
    }
}
