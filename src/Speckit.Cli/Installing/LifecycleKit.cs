using Speckit.Cli.Commands;
using Speckit.Cli.Interaction;
using Speckit.Cli.Registries;
using Speckit.Host;
using Speckit.Host.Acquisition;
using Speckit.Host.Lifecycle;
using Speckit.Host.Migrations;
using Speckit.Host.Runtime;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Installing;

/// <summary>What the commands that bring plugins to a project work with, composed once.</summary>
internal sealed class LifecycleKit : IDisposable
{
    private readonly TemporaryDirectory _work = new();
    private readonly RegistryConnections _connections;
    private readonly PluginProcessFactory _processes;
    private readonly PackageAcquirer _acquirer;
    private readonly RegistryPackages _registryPackages;
    private readonly MigrationRunner _migrations;
    private readonly PlanOptions _plan;

    private LifecycleKit(
        CommandContext context,
        HostEnvironment host,
        RegistryConnections connections,
        LifecycleSettings settings
    )
    {
        Host = host;
        Reporter = context.Reporter();
        _connections = connections;
        _processes = context.Processes(host);
        _registryPackages = new RegistryPackages(host.Publishers);
        _acquirer = new PackageAcquirer(
            new LocalPackages(host.Publishers, () => _work.Path, connections.Remote, settings.KeyFile),
            _registryPackages
        );
        _migrations = new MigrationRunner(_processes);
        _plan = new PlanOptions { Offline = settings.Offline, IncludePrereleases = settings.IncludePrereleases };
    }

    /// <summary>The project.</summary>
    internal HostEnvironment Host { get; }

    /// <summary>Shows and asks.</summary>
    internal LifecycleReporter Reporter { get; }

    /// <summary>The registries that may be asked.</summary>
    internal RegistryConnections Connections => _connections;

    /// <summary>Chooses versions.</summary>
    internal InstallPlanner Planner =>
        new(Host, _acquirer, _connections.Sources, _connections.Packages, _plan, Reporter);

    /// <summary>Finds newer versions.</summary>
    internal OutdatedPlugins Outdated(IAcquisitionObserver observer) =>
        new(Host, _acquirer, _connections.Sources, _connections.Packages, _plan, observer);

    internal PluginInstaller Installer => new(Host, Planner, _acquirer, _migrations, Reporter);

    internal PluginUpdater Updater => new(Host, Planner, _acquirer, _migrations, Reporter);

    internal PluginRestorer Restorer => new(Host, Locked, Reporter);

    /// <summary>Finds the very packages that are locked.</summary>
    internal LockedPackages Locked => new(Host, _acquirer, _registryPackages, _connections.Sources, Reporter);

    /// <summary>Opens the project and its registries. A project without registries has none to ask, which is said when one is needed.</summary>
    internal static Result<LifecycleKit> Open(CommandContext context, LifecycleSettings settings)
    {
        var opened = context.OpenHost();
        if (!opened.TryGet(out var host))
        {
            return opened.Propagate<LifecycleKit>();
        }

        var connected = RegistryConnections.Open(context, settings.Registry, settings.Offline);
        return connected.TryGet(out var connections)
            ? new LifecycleKit(context, host, connections, settings)
            : connected.Propagate<LifecycleKit>();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _processes.Dispose();
        _connections.Dispose();
        _work.Dispose();
    }
}

/// <summary>What the user said about where plugins come from.</summary>
internal sealed record LifecycleSettings
{
    /// <summary>A registry's URL or name; null for all of the project's.</summary>
    internal string? Registry { get; init; }

    /// <summary>Whether the cache has to do.</summary>
    internal bool Offline { get; init; }

    /// <summary>Whether pre-releases of what is asked for count like releases.</summary>
    internal bool IncludePrereleases { get; init; }

    /// <summary>Another public key to trust for this time.</summary>
    internal string? KeyFile { get; init; }
}
