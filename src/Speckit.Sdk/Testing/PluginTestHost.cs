using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Testing;

/// <summary>
/// A host in memory to test a plugin with (JP design §12.3): it speaks the real protocol, checks capabilities, and keeps
/// what the plugin did. Set it up, start a plugin, run its commands, look at what happened.
/// </summary>
public sealed class PluginTestHost : IAsyncDisposable
{
    private readonly List<ConsoleWriteParams> _console = [];
    private readonly List<Finding> _findings = [];
    private readonly List<EmitEventParams> _events = [];
    private readonly List<ProgressParams> _progress = [];
    private readonly List<LogParams> _log = [];
    private readonly Lock _lock = new();
    private JsonRpcPeer? _peer;
    private Pipe? _toPlugin;
    private Task<int> _plugin = Task.FromResult(0);

    /// <summary>The plugin's name as the manifest would say.</summary>
    public string PluginName { get; set; } = "test-plugin";

    /// <summary>The granted capabilities; all of them unless told.</summary>
    public ISet<string> Capabilities { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "network",
            "filesystem.read",
            "filesystem.write",
            "subprocess",
            "backlog.read",
            "backlog.write",
            "environment",
        };

    /// <summary>The configuration.</summary>
    public JsonObject Config { get; set; } = [];

    /// <summary>The project's files.</summary>
    public TestProject Project { get; } = new();

    /// <summary>The project's tasks.</summary>
    public TestBacklog Backlog { get; } = new();

    /// <summary>What the plugin wrote to the terminal.</summary>
    public IReadOnlyList<ConsoleWriteParams> ConsoleLines => Copy(_console);

    /// <summary>The findings the plugin showed.</summary>
    public IReadOnlyList<Finding> Findings => Copy(_findings);

    /// <summary>The events the plugin emitted.</summary>
    public IReadOnlyList<EmitEventParams> Events => Copy(_events);

    /// <summary>The progress the plugin reported.</summary>
    public IReadOnlyList<ProgressParams> Progress => Copy(_progress);

    /// <summary>What the plugin logged.</summary>
    public IReadOnlyList<LogParams> Log => Copy(_log);

    internal JsonElement ConfigElement
    {
        get
        {
            using var document = JsonDocument.Parse(Config.ToJsonString());
            return document.RootElement.Clone();
        }
    }

    /// <summary>Starts a plugin in this process, initialized, configured and activated.</summary>
    public Task StartAsync(PluginHostBuilder plugin, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var fromPlugin = new Pipe();
        _toPlugin = new Pipe();
        _plugin = ServeAsync(plugin, _toPlugin.Reader.AsStream(), fromPlugin.Writer.AsStream());
        return ConnectAsync(fromPlugin.Reader.AsStream(), _toPlugin.Writer.AsStream(), cancellationToken);
    }

    /// <summary>Connects with a plugin process, and initializes, configures and activates the plugin.</summary>
    /// <param name="pluginOutput">The plugin's standard output.</param>
    /// <param name="pluginInput">The plugin's standard input.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task ConnectAsync(
        Stream pluginOutput,
        Stream pluginInput,
        CancellationToken cancellationToken = default
    )
    {
        _peer = new JsonRpcPeer(pluginOutput, pluginInput);
        new TestHostServices(this).Register(_peer);
        _peer.Start();
        var start = new InitializeParams(
            ProtocolVersion.Current,
            new ProductInfo("speckit-test-host", "1.0.0"),
            new ProductInfo(PluginName, "1.0.0"),
            new ProjectInfo("/project", Project.Name),
            "/data",
            [.. Capabilities.Order(StringComparer.Ordinal)]
        );
        var json = ProtocolJsonContext.Default;
        await Peer.RequestAsync(
            Methods.Initialize,
            start,
            json.InitializeParams,
            json.InitializeResult,
            cancellationToken
        );
        await Peer.RequestAsync(
            Methods.Configure,
            new ConfigureParams(ConfigElement),
            json.ConfigureParams,
            json.Empty,
            cancellationToken
        );
        await Peer.RequestAsync(Methods.Activate, Empty.Instance, json.Empty, json.Empty, cancellationToken);
    }

    /// <summary>Runs a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">Its options by name without dashes: strings, booleans, arrays of strings.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    /// <exception cref="RpcErrorException">The plugin answered with an error.</exception>
    public Task<CommandRunResult> RunCommandAsync(
        string name,
        IReadOnlyList<string>? arguments = null,
        JsonObject? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var values = (options ?? []).ToDictionary(
            option => option.Key,
            option => JsonSerializer.SerializeToElement(option.Value!, TestJsonContext.Default.JsonNode),
            StringComparer.Ordinal
        );
        return Peer.RequestAsync(
            Methods.CommandRun,
            new CommandRunParams(name, arguments ?? [], values),
            ProtocolJsonContext.Default.CommandRunParams,
            ProtocolJsonContext.Default.CommandRunResult,
            cancellationToken
        );
    }

    /// <summary>Delivers an event to the plugin's hooks.</summary>
    /// <exception cref="RpcErrorException">A hook failed.</exception>
    public Task SendEventAsync(
        EventEnvelope envelope,
        string? handler = null,
        CancellationToken cancellationToken = default
    ) =>
        Peer.RequestAsync(
            Methods.HookInvoke,
            new HookInvokeParams(envelope, handler),
            ProtocolJsonContext.Default.HookInvokeParams,
            ProtocolJsonContext.Default.Empty,
            cancellationToken
        );

    /// <summary>Deactivates the plugin, ends its input, and gives the exit code of a plugin started with <see cref="StartAsync"/>.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken = default)
    {
        var json = ProtocolJsonContext.Default;
        await Peer.RequestAsync(Methods.Deactivate, Empty.Instance, json.Empty, json.Empty, cancellationToken);
        await Peer.RequestAsync(Methods.Shutdown, Empty.Instance, json.Empty, json.Empty, cancellationToken);
        if (_toPlugin is not null)
        {
            await _toPlugin.Writer.CompleteAsync();
        }

        return await _plugin;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_toPlugin is not null)
        {
            await _toPlugin.Writer.CompleteAsync();
        }

        await _plugin;
        if (_peer is not null)
        {
            await _peer.DisposeAsync();
        }
    }

    internal void AddConsoleLine(ConsoleWriteParams line) => Add(_console, line);

    internal void AddFinding(Finding finding) => Add(_findings, finding);

    internal void AddProgress(ProgressParams progress) => Add(_progress, progress);

    internal void AddLog(LogParams line) => Add(_log, line);

    internal string AddEvent(EmitEventParams emitted)
    {
        lock (_lock)
        {
            _events.Add(emitted);
            return string.Create(CultureInfo.InvariantCulture, $"evt_{_events.Count:D26}");
        }
    }

    private JsonRpcPeer Peer =>
        _peer ?? throw new InvalidOperationException("No plugin is connected: call StartAsync first.");

    private static async Task<int> ServeAsync(PluginHostBuilder plugin, Stream input, Stream output)
    {
        await using (output)
        {
            return await plugin.ServeAsync(input, output, TextWriter.Null, CancellationToken.None);
        }
    }

    private void Add<T>(List<T> list, T item)
    {
        lock (_lock)
        {
            list.Add(item);
        }
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }
}
