using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk.Testing;

/// <summary>
/// A host in memory: a project, a backlog, scripted programs and web servers. It checks capabilities, and keeps what a plugin did.
/// <see cref="PluginTestHost"/> speaks the protocol with a whole plugin, <see cref="MockContext"/> is for one class.
/// </summary>
public abstract class TestHost
{
    private readonly List<ConsoleWriteParams> _console = [];
    private readonly List<Finding> _findings = [];
    private readonly List<EmitEventParams> _events = [];
    private readonly List<ProgressParams> _progress = [];
    private readonly List<LogParams> _log = [];
    private readonly List<string> _patterns = [];
    private readonly Lock _lock = new();

    private protected TestHost() => Services = new TestServices(this);

    /// <summary>The plugin's name as the manifest would say.</summary>
    public string PluginName { get; set; } = "test-plugin";

    /// <summary>The granted capabilities; all of them unless told.</summary>
    public ISet<string> Capabilities { get; } = new HashSet<string>(Sdk.Capabilities.All, StringComparer.Ordinal);

    /// <summary>The configuration.</summary>
    public JsonObject Config { get; set; } = [];

    /// <summary>The project's files.</summary>
    public TestProject Project { get; } = new();

    /// <summary>The project's tasks.</summary>
    public TestBacklog Backlog { get; } = new();

    /// <summary>The programs that the plugin may run.</summary>
    public TestShell Shell { get; } = new();

    /// <summary>The web servers that the plugin may ask.</summary>
    public TestHttp Http { get; } = new();

    /// <summary>The person's environment variables.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How often each method may be called; one call more is answered with the limit. Empty unless told.</summary>
    /// <example><code>host.CallLimits["shell/run"] = 1;</code></example>
    public IDictionary<string, int> CallLimits { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The plugin's own folder; a folder that does not exist unless told.</summary>
    public string DataDirectory { get; set; } = "/data";

    /// <summary>What the plugin wrote to the terminal.</summary>
    public IReadOnlyList<ConsoleWriteParams> ConsoleLines => Copy(_console);

    /// <summary>The findings the plugin showed.</summary>
    public IReadOnlyList<Finding> Findings => Copy(_findings);

    /// <summary>The events the plugin emitted.</summary>
    public IReadOnlyList<EmitEventParams> Events => Copy(_events);

    /// <summary>The patterns of events the plugin asked for while it ran.</summary>
    public IReadOnlyList<string> Subscriptions => Copy(_patterns);

    /// <summary>The progress the plugin reported.</summary>
    public IReadOnlyList<ProgressParams> Progress => Copy(_progress);

    /// <summary>What the plugin logged.</summary>
    public IReadOnlyList<LogParams> Log => Copy(_log);

    internal TestServices Services { get; }

    internal JsonElement ConfigElement => JsonBinding.ToElement(Config);

    internal InitializeParams Start() =>
        new(
            ProtocolVersion.Current,
            new ProductInfo("speckit-test-host", "1.0.0"),
            new ProductInfo(PluginName, "1.0.0"),
            new ProjectInfo("/project", Project.Name),
            DataDirectory,
            [.. Capabilities.Order(StringComparer.Ordinal)],
            OspecVersion: "1.0.0"
        );

    /// <summary>An event as the host makes it.</summary>
    /// <param name="type">Its name.</param>
    /// <param name="payload">What it says.</param>
    /// <param name="feature">The feature it is about.</param>
    /// <param name="taskId">The task it is about.</param>
    public EventEnvelope CreateEvent(
        string type,
        JsonObject? payload = null,
        string? feature = null,
        string? taskId = null
    ) =>
        new(
            "evt_00000000000000000000000000",
            type,
            "1.0",
            DateTimeOffset.UnixEpoch,
            Project.Name,
            "core",
            feature,
            taskId,
            payload is null ? null : JsonBinding.ToElement(payload)
        );

    internal void Add(ConsoleWriteParams line) => Add(_console, line);

    internal void Add(Finding finding) => Add(_findings, finding);

    internal void Add(ProgressParams progress) => Add(_progress, progress);

    internal void Add(LogParams line) => Add(_log, line);

    internal void Add(SubscribeParams subscription)
    {
        foreach (var pattern in subscription.Patterns)
        {
            Add(_patterns, pattern);
        }
    }

    internal string Add(EmitEventParams emitted)
    {
        lock (_lock)
        {
            _events.Add(emitted);
            return string.Create(CultureInfo.InvariantCulture, $"evt_{_events.Count:D26}");
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
