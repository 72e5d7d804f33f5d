using Speckit.Host.Audit;
using Speckit.Host.Configuration;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Services;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Runtime;

/// <summary>Starts plugins' processes, through the handshake to ready.</summary>
public sealed class PluginProcessFactory : IDisposable
{
    private readonly HostEnvironment _host;
    private readonly ServiceTable _services;
    private readonly IPluginConsole _console;
    private readonly RuntimeLimits _limits;
    private readonly PluginSandbox _sandbox;

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
        _host = host;
        _services = services;
        _console = console;
        _limits = limits;
        _sandbox = new PluginSandbox(host, launcher, w => Warn?.Invoke(w));
    }

    /// <summary>Is told what the user should know about the sandbox, once.</summary>
    public Action<Diagnostic>? Warn { get; init; }

    /// <summary>Starts one of a plugin's entry files.</summary>
    /// <param name="granted">The plugin, checked.</param>
    /// <param name="path">The entry file, relative to the package.</param>
    /// <param name="cancellationToken">Ends the start and the process.</param>
    public Task<Result<PluginProcess>> StartAsync(
        GrantedPlugin granted,
        string path,
        CancellationToken cancellationToken
    ) => StartAsync(granted, path, forMigration: false, cancellationToken);

    /// <summary>Starts the entry file of a migration. The configuration is another version's: the plugin gets its defaults at first, and the
    /// configuration in the call.</summary>
    internal async Task<Result<PluginProcess>> StartForMigrationAsync(
        GrantedPlugin granted,
        string path,
        CancellationToken cancellationToken
    )
    {
        var limited = TrustGate.ForMigration(_host, granted);
        return limited.TryGet(out var allowed)
            ? await StartAsync(allowed, path, forMigration: true, cancellationToken)
            : limited.Propagate<PluginProcess>();
    }

    private async Task<Result<PluginProcess>> StartAsync(
        GrantedPlugin granted,
        string path,
        bool forMigration,
        CancellationToken cancellationToken
    )
    {
        var plugin = granted.Plugin;
        var manifest = InstalledPluginReader.ReadManifest(granted.PackageDirectory, plugin.Name);
        if (!manifest.TryGet(out var read))
        {
            return manifest.Propagate<PluginProcess>();
        }

        if (!forMigration && !PluginEntrypoints.AreOf(read, plugin, path))
        {
            return HostDiagnostics.TreeChanged.Error(
                $"the index of installed plugins says that {plugin.Name} starts {path}, and its manifest does not",
                $"delete '{_host.Project.IndexFile}': it is derived anew"
            );
        }

        granted = granted with { Capabilities = [.. granted.Capabilities.Intersect(read.Requires.Capabilities)] };
        var configuration = forMigration
            ? read.ConfigurationDefaults?.DeepClone().AsObject() ?? []
            : PluginConfiguration.LoadForPlugin(_host, read);
        if (!configuration.TryGet(out var config))
        {
            return configuration.Propagate<PluginProcess>();
        }

        var profile = ProfileBuilder.Build(_host, granted, read.Sandbox);
        if (SandboxLauncher.FindForeignLink(profile) is { } link)
        {
            return link;
        }

        var start = PluginStart.Create(_host.Project, granted, path);
        if (!start.TryGet(out var info))
        {
            return start.Propagate<PluginProcess>();
        }

        await _host.Audit.AppendAsync(
            new AuditRecord(
                "start",
                plugin.Name.ToString(),
                AuditOutcome.Allowed,
                path,
                Detail: $"grants [{string.Join(", ", granted.Capabilities)}]"
            ),
            cancellationToken
        );
        var entered = await _sandbox.StartAsync(granted, profile, info, cancellationToken);
        if (!entered.TryGet(out var process))
        {
            return entered.Propagate<PluginProcess>();
        }

        var dispatcher = new ServiceDispatcher(_services, new ServiceContext(_host, granted, config, _console));
        var started = new PluginProcess(granted, process, dispatcher, LimitsFor(profile));
        return await started.ShakeHandsAsync(_host, config, cancellationToken);
    }

    private RuntimeLimits LimitsFor(SandboxProfile profile) =>
        profile.Limits.Timeout < _limits.Call ? _limits with { Call = profile.Limits.Timeout } : _limits;

    /// <inheritdoc/>
    public void Dispose() => _sandbox.Dispose();
}
