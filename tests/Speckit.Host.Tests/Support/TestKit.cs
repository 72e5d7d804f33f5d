using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Lifecycle;
using Speckit.Host.Migrations;
using Speckit.Host.Runtime;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Host.Tests.Support;

/// <summary>The lifecycle operations on a test's project, composed as the command line composes them.</summary>
internal sealed class TestKit : IDisposable
{
    private readonly TestProject _project;
    private readonly HostEnvironment _host;
    private readonly ImmutableArray<RegistrySource> _registries;
    private readonly RegistryPackageSource _packages;
    private readonly PluginProcessFactory _processes;
    private readonly RegistryPackages _registryPackages;
    private readonly PackageAcquirer _acquirer;

    public TestKit(TestProject project, HostEnvironment host, ImmutableArray<RegistrySource> registries)
    {
        (_project, _host, _registries) = (project, host, registries);
        _packages = new RegistryPackageSource([.. registries.Select(r => r.Client)]);
        _processes = project.Factory(host: host);
        _registryPackages = new RegistryPackages(host.Publishers);
        var work = project.Folder.At("work-" + Guid.NewGuid().ToString("N"));
        _acquirer = new PackageAcquirer(
            new LocalPackages(host.Publishers, () => Directory.CreateDirectory(work).FullName),
            _registryPackages
        );
    }

    public PluginInstaller Installer => new(_host, Planner, _acquirer, Migrations, _project.Observer);

    public PluginUpdater Updater => new(_host, Planner, _acquirer, Migrations, _project.Observer);

    public PluginRestorer Restorer => new(_host, Locked, _project.Observer);

    private InstallPlanner Planner =>
        new(_host, _acquirer, _registries, _packages, new PlanOptions(), _project.Observer);

    private LockedPackages Locked => new(_host, _acquirer, _registryPackages, _registries, _project.Observer);

    private MigrationRunner Migrations => new(_processes);

    public void Dispose()
    {
        _packages.Dispose();
        _processes.Dispose();
    }
}
