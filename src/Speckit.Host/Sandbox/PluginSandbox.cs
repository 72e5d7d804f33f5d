using System.Diagnostics;
using Speckit.Host.Grants;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Machine;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Sandbox;

/// <summary>Chooses the tier for plugins, and prepares their sandboxes.</summary>
internal sealed class PluginSandbox
{
    private readonly HostEnvironment _host;
    private readonly Lazy<SandboxLauncher> _launcher;

    internal PluginSandbox(HostEnvironment host, string? launcher)
    {
        _host = host;
        _launcher = new Lazy<SandboxLauncher>(() =>
            new SandboxLauncher(host, SandboxMachine.Look(launcher, host.Project.Root, host.Variable("PATH")))
        );
    }

    /// <summary>Puts programs into a plugin's sandbox.</summary>
    internal SandboxLauncher Launcher => _launcher.Value;

    /// <summary>Prepares the sandbox of a plugin's own process.</summary>
    /// <returns>The sandbox, not entered yet; or <c>SPK5030</c> when the policy demands more than is reached, <c>SPK6022</c> when it cannot be
    /// set up.</returns>
    internal async Task<Result<SandboxSession>> PrepareAsync(
        GrantedPlugin granted,
        SandboxProfile profile,
        ProcessStartInfo start,
        CancellationToken cancellationToken
    )
    {
        var tier = Launcher.Machine.Tier;
        if (granted.MinimumTier > tier)
        {
            return HostDiagnostics.TierUnavailable.Error(
                $"{profile.Plugin} may only run in the sandbox tier '{granted.MinimumTier.ToName()}', and '{tier.ToName()}' is what is reached here",
                $"'specify policy explain {profile.Plugin}' shows which rule demands it, 'specify doctor' what this machine lacks"
            );
        }

        PassOn(profile, start);
        return await Launcher.PrepareAsync(
            profile,
            tier,
            start,
            granted.Plugin.Runtime ?? PluginRuntime.Native,
            cancellationToken
        );
    }

    private void PassOn(SandboxProfile profile, ProcessStartInfo start)
    {
        foreach (var name in profile.EnvironmentNames)
        {
            if (_host.Variable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }
    }
}
