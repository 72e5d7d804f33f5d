using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Host.Policy.Model;
using Speckit.Host.Projects;

namespace Speckit.Host.Grants;

/// <summary>A plugin that may start.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Capabilities">What it may do: its effective grant.</param>
/// <param name="PackageDirectory">The folder of its package.</param>
/// <param name="DataDirectory">The folder of its own data.</param>
public sealed record GrantedPlugin(
    InstalledPlugin Plugin,
    ImmutableArray<string> Capabilities,
    string PackageDirectory,
    string DataDirectory
)
{
    /// <summary>The most that it may use, as the policies say.</summary>
    public PolicyLimits Limits { get; init; } = PolicyLimits.None;

    /// <summary>The least that the sandbox has to reach, as the policies say.</summary>
    public SandboxTier MinimumTier { get; init; } = SandboxTier.Process;

    /// <summary>A plugin at its place in a project.</summary>
    public static GrantedPlugin In(ProjectLayout project, InstalledPlugin plugin, ImmutableArray<string> capabilities)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(plugin);
        return new(
            plugin,
            capabilities,
            project.PluginDirectory(plugin.Name),
            project.PluginDataDirectory(plugin.Name)
        );
    }
}
