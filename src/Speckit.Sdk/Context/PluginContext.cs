using System.Text.Json;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>What a plugin knows and may ask for while it runs (JP design §5.4, §7.2).</summary>
public sealed class PluginContext
{
    internal PluginContext(HostConnection host, InitializeParams start)
    {
        Plugin = start.Plugin;
        Host = start.Host;
        DataDirectory = start.DataDir;
        Capabilities = start.Capabilities;
        Config = new PluginConfig(default);
        Project = new ProjectClient(host, start.Project);
        Backlog = new BacklogClient(host);
        Events = new EventsClient(host);
        Console = new ConsoleClient(host);
        Progress = new ProgressClient(host);
        Log = new LogClient(host);
    }

    /// <summary>The plugin, as its manifest names it.</summary>
    public ProductInfo Plugin { get; }

    /// <summary>The host.</summary>
    public ProductInfo Host { get; }

    /// <summary>The plugin's own writable folder, absolute.</summary>
    public string DataDirectory { get; }

    /// <summary>The capabilities it was granted.</summary>
    public IReadOnlyList<string> Capabilities { get; }

    /// <summary>The configuration.</summary>
    public PluginConfig Config { get; private set; }

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

    internal void Configure(JsonElement config) => Config = new PluginConfig(config);
}
