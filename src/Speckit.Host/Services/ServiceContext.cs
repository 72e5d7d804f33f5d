using System.Text.Json.Nodes;
using Speckit.Host.Grants;
using Speckit.Host.Policy.Model;
using Speckit.Host.Projects;
using Speckit.Host.Services.Limits;
using Speckit.Host.Services.Subscriptions;
using Speckit.Manifests.Model;

namespace Speckit.Host.Services;

/// <summary>On whose behalf, and where, a service is done.</summary>
/// <param name="Host">The host.</param>
/// <param name="Granted">The plugin that asks.</param>
/// <param name="Configuration">Its configuration.</param>
/// <param name="Console">Where its words go.</param>
public sealed record ServiceContext(
    HostEnvironment Host,
    GrantedPlugin Granted,
    JsonObject Configuration,
    IPluginConsole Console
)
{
    /// <summary>The plugin's name.</summary>
    public string PluginName => Granted.Plugin.Name.ToString();

    /// <summary>The project.</summary>
    public ProjectLayout Project => Host.Project;

    /// <summary>What its manifest asks of its sandbox.</summary>
    public SandboxRequest Sandbox { get; init; } = SandboxRequest.Default;

    /// <summary>Counts what it asks for.</summary>
    public RunMeter Meter { get; init; } = new(PolicyLimits.None);

    /// <summary>The events that its process asked for.</summary>
    public EventSubscriptions Subscriptions { get; } = new();
}
