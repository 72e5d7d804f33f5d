using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Host.Grants;
using Speckit.Host.Projects;
using Speckit.Host.Sandbox.Network;
using Speckit.Host.Services.Http;
using Speckit.Host.Services.Limits;
using Speckit.Host.Services.Shell;
using Speckit.Host.Services.Subscriptions;

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
) : IDisposable
{
    private HttpSender? _http;

    /// <summary>The plugin's name.</summary>
    public string PluginName => Granted.Plugin.Name.ToString();

    /// <summary>The project.</summary>
    public ProjectLayout Project => Host.Project;

    /// <summary>The environment variables that it may see.</summary>
    public ImmutableArray<string> EnvironmentNames { get; init; } = [];

    /// <summary>Counts what it asks for.</summary>
    public RunMeter Meter { get; init; } = new();

    /// <summary>The hosts that it may reach.</summary>
    public HostRules Hosts { get; init; } = new() { Allowed = [] };

    /// <summary>The most that one call may take.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Starts programs in its sandbox; null where it has none.</summary>
    public ProgramStarter? StartProgram { get; init; }

    /// <summary>Opens its connections.</summary>
    internal OutboundConnector Connector { get; init; } = new();

    /// <summary>Makes its requests.</summary>
    internal HttpSender Http => LazyInitializer.EnsureInitialized(ref _http, () => new HttpSender(Hosts, Connector));

    /// <summary>The events that its process asked for.</summary>
    public EventSubscriptions Subscriptions { get; } = new();

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http?.Dispose();
}
