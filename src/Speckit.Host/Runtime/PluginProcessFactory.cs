using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Host.Audit;
using Speckit.Host.Configuration;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Network;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Services;
using Speckit.Host.Services.Limits;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>Starts plugins' processes, through the handshake to ready.</summary>
public sealed class PluginProcessFactory : IDisposable
{
    private readonly HostEnvironment _host;
    private readonly ServiceTable _services;
    private readonly IPluginConsole _console;
    private readonly RuntimeLimits _limits;
    private readonly PluginSandbox _sandbox;
    private readonly ConcurrentDictionary<PluginName, RunMeter> _meters = new();

    /// <summary>Composes the factory.</summary>
    /// <param name="host">The project.</param>
    /// <param name="services">What plugins may ask of the host.</param>
    /// <param name="console">Where plugins' words go.</param>
    /// <param name="limits">How long things may take.</param>
    /// <param name="launcher">The executable that starts plugins in a process group of their own (<see cref="PluginLauncher"/>), or null.</param>
    public PluginProcessFactory(
        HostEnvironment host,
        ServiceTable services,
        IPluginConsole console,
        RuntimeLimits limits,
        string? launcher
    )
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _services = services;
        _console = new MaskedConsole(console, host.Secrets);
        _limits = limits;
        _sandbox = new PluginSandbox(host, launcher, w => Warn?.Invoke(w));
    }

    /// <summary>Is told what the user should know about the sandbox, once.</summary>
    public Action<Diagnostic>? Warn { get; init; }

    /// <summary>Starts the process that serves one of a plugin's entry files.</summary>
    /// <param name="granted">The plugin, checked.</param>
    /// <param name="path">The entry file, relative to the package.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="cancellationToken">Ends the start and the process.</param>
    internal async Task<Result<PluginProcess>> StartAsync(
        GrantedPlugin granted,
        string path,
        StartPurpose purpose,
        CancellationToken cancellationToken
    )
    {
        var limited = purpose == StartPurpose.Migrate ? TrustGate.ForMigration(_host, granted) : granted;
        if (!limited.TryGet(out granted!))
        {
            return limited.Propagate<PluginProcess>();
        }

        var plugin = granted.Plugin;
        var manifest = InstalledPluginReader.ReadManifest(granted.PackageDirectory, plugin.Name);
        if (!manifest.TryGet(out var read))
        {
            return manifest.Propagate<PluginProcess>();
        }

        var entrypoints = PluginEntrypoints.ServedWith(read, path);
        if (entrypoints.IsEmpty || read.Runtime != plugin.Runtime)
        {
            return HostDiagnostics.TreeChanged.Error(
                $"the index of installed plugins says that {plugin.Name} starts {path}, and its manifest does not",
                $"delete '{_host.Project.IndexFile}': it is derived anew"
            );
        }

        granted = granted with { Capabilities = [.. granted.Capabilities.Intersect(read.Requires.Capabilities)] };
        var configuration =
            purpose == StartPurpose.Migrate
                ? read.ConfigurationDefaults?.DeepClone().AsObject() ?? []
                : PluginConfiguration.LoadForPlugin(_host, read);
        if (!configuration.TryGet(out var config))
        {
            return configuration.Propagate<PluginProcess>();
        }

        var created = await CreateAsync(granted, read, path, config, cancellationToken);
        return created.TryGet(out var process)
            ? await process.ShakeHandsAsync(Greeting(granted, entrypoints, purpose), config, cancellationToken)
            : created;
    }

    private async Task<Result<PluginProcess>> CreateAsync(
        GrantedPlugin granted,
        PluginManifest manifest,
        string path,
        JsonObject config,
        CancellationToken cancellationToken
    )
    {
        var name = granted.Plugin.Name.ToString();
        var profile = ProfileBuilder.Build(_host, granted, manifest.Sandbox);
        if (SandboxLauncher.FindForeignLink(profile) is { } link)
        {
            return link;
        }

        var start = PluginStart.Create(_host.Project, granted, path, _host.Variable);
        if (!start.TryGet(out var info))
        {
            return start.Propagate<PluginProcess>();
        }

        var entering = _sandbox.StartAsync(
            granted,
            profile,
            info,
            () => AuditAsync(granted, path, cancellationToken),
            cancellationToken
        );
        MessageForms.Prepare();
        var entered = await entering;
        if (!entered.TryGet(out var process))
        {
            return entered.Propagate<PluginProcess>();
        }

        var limits = LimitsFor(profile);
        var context = ContextOf(granted, profile, config, limits, info.WorkingDirectory);
        var dispatcher = new ServiceDispatcher(_services, context);
        var connection = new PluginConnection(name, process, dispatcher, _host.Secrets, limits.Grace);
        return new PluginProcess(granted, process, connection, context.Subscriptions, _host.Secrets, limits);
    }

    private Task AuditAsync(GrantedPlugin granted, string path, CancellationToken cancellationToken) =>
        _host.Audit.AppendAsync(
            new AuditRecord(
                "start",
                granted.Plugin.Name.ToString(),
                AuditOutcome.Allowed,
                path,
                Detail: $"grants [{string.Join(", ", granted.Capabilities)}]"
            ),
            cancellationToken
        );

    private ServiceContext ContextOf(
        GrantedPlugin granted,
        SandboxProfile profile,
        JsonObject config,
        RuntimeLimits limits,
        string folder
    ) =>
        new(_host, granted, config, _console)
        {
            EnvironmentNames = profile.EnvironmentNames,
            Hosts = profile.Hosts ?? new HostRules { Allowed = [] },
            CallLimit = limits.Call,
            Meter = MeterFor(granted.Plugin.Name, profile.Limits.OutputMegabytes),
            StartProgram = new ProgramLauncher(_sandbox, granted, profile, folder, _host.Variable).StartAsync,
        };

    /// <summary>One for all processes of a plugin, as long as policies allow the same.</summary>
    private RunMeter MeterFor(PluginName plugin, int outputMegabytes) =>
        _meters.AddOrUpdate(
            plugin,
            _ => new RunMeter(outputMegabytes),
            (_, meter) => meter.OutputMegabytes == outputMegabytes ? meter : new RunMeter(outputMegabytes)
        );

    private RuntimeLimits LimitsFor(SandboxProfile profile) =>
        profile.Limits.Timeout < _limits.Call ? _limits with { Call = profile.Limits.Timeout } : _limits;

    private InitializeParams Greeting(
        GrantedPlugin granted,
        ImmutableArray<EntrypointInfo> entrypoints,
        StartPurpose purpose
    ) =>
        new(
            ProtocolVersion.Current,
            new ProductInfo("speckit", HostEnvironment.CoreVersion.ToString()),
            new ProductInfo(granted.Plugin.Name.ToString(), granted.Plugin.Version),
            new ProjectInfo(_host.Project.Root, _host.Project.Name),
            granted.DataDirectory,
            granted.Capabilities,
            granted.PackageDirectory,
            entrypoints,
            Verify: purpose == StartPurpose.Verify,
            HostEnvironment.OspecVersion
        );

    /// <summary>Another run begins: what plugins asked for in the last one does not count any more, and the sandbox is chosen anew for the
    /// processes that start in it.</summary>
    internal void BeginRun()
    {
        _sandbox.Forget();
        foreach (var meter in _meters.Values)
        {
            meter.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sandbox.Dispose();
}
