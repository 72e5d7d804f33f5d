using System.Runtime.CompilerServices;
using System.Text.Json;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>What a plugin knows and may ask for while it runs (JP design §5.4, §7.2).</summary>
public sealed class PluginContext
{
    private readonly HostConnection _host;
    private readonly StrongBox<PluginConfig> _config;

    internal PluginContext(HostConnection host, InitializeParams start)
    {
        _host = host;
        _config = new StrongBox<PluginConfig>(new PluginConfig(default));
        Plugin = start.Plugin;
        Host = start.Host;
        OspecVersion = start.OspecVersion;
        PackageDirectory = start.PackageDir;
        DataDirectory = start.DataDir;
        Capabilities = new CapabilitySet(start.Plugin.Name, start.Capabilities);
        Project = new ProjectClient(host, start.Project);
        Backlog = new BacklogClient(host);
        Events = new EventsClient(host);
        Console = new ConsoleClient(host);
        Progress = new ProgressClient(host);
        Log = new LogClient(host);
        Shell = new ShellClient(host);
        Http = new HostHttpClient(host);
        Environment = new EnvironmentClient(host);
        Workflow = new WorkflowContext(Project, null, null, default);
    }

    private PluginContext(PluginContext other, WorkflowContext workflow)
    {
        _host = other._host;
        _config = other._config;
        Plugin = other.Plugin;
        Host = other.Host;
        OspecVersion = other.OspecVersion;
        PackageDirectory = other.PackageDirectory;
        DataDirectory = other.DataDirectory;
        Capabilities = other.Capabilities;
        Project = other.Project;
        Backlog = other.Backlog;
        Events = other.Events;
        Console = other.Console;
        Progress = other.Progress;
        Log = other.Log;
        Shell = other.Shell;
        Http = other.Http;
        Environment = other.Environment;
        Workflow = workflow;
    }

    /// <summary>The plugin, as its manifest names it.</summary>
    public ProductInfo Plugin { get; }

    /// <summary>The host.</summary>
    public ProductInfo Host { get; }

    /// <summary>The version of the OSpec standard that the host follows; null when it does not say.</summary>
    public string? OspecVersion { get; }

    /// <summary>The plugin's own files, absolute and read-only; null when the host does not say.</summary>
    public string? PackageDirectory { get; }

    /// <summary>The plugin's own writable folder, absolute.</summary>
    public string DataDirectory { get; }

    /// <summary>The capabilities it was granted.</summary>
    public CapabilitySet Capabilities { get; }

    /// <summary>The configuration.</summary>
    public PluginConfig Config => _config.Value!;

    /// <summary>The project's files.</summary>
    public ProjectClient Project { get; }

    /// <summary>The project's tasks.</summary>
    public BacklogClient Backlog { get; }

    /// <summary>Events.</summary>
    public EventsClient Events { get; }

    /// <summary>The person's terminal.</summary>
    public ConsoleClient Console { get; }

    /// <summary>How far the plugin is.</summary>
    public ProgressClient Progress { get; }

    /// <summary>The plugin's log.</summary>
    public LogClient Log { get; }

    /// <summary>Other programs.</summary>
    public ShellClient Shell { get; }

    /// <summary>The network.</summary>
    public HostHttpClient Http { get; }

    /// <summary>The person's environment variables.</summary>
    public EnvironmentClient Environment { get; }

    /// <summary>The workflow phase that runs; outside of phases it names none.</summary>
    public WorkflowContext Workflow { get; }

    /// <summary>Asks the host for the configuration as it is now, which <see cref="Config"/> shows from then on.</summary>
    public async Task<PluginConfig> RefreshConfigAsync(CancellationToken cancellationToken = default)
    {
        var json = ProtocolJsonContext.Default;
        var answer = await _host.AskAsync(
            Methods.ConfigGet,
            Empty.Instance,
            json.Empty,
            json.ConfigGetResult,
            cancellationToken
        );
        Configure(answer.Config);
        return Config;
    }

    internal void Configure(JsonElement config) => _config.Value = new PluginConfig(config);

    internal PluginContext InPhase(PhaseParams phase) =>
        new(
            this,
            new WorkflowContext(
                Project,
                phase.Phase,
                phase.Feature,
                JsonBinding.ObjectOrNothing(phase.Context, "context")
            )
        );
}
