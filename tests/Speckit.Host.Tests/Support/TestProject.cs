using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Installed;
using Speckit.Host.Lifecycle;
using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Host.Runtime;
using Speckit.Host.Services;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Support;

/// <summary>A project and a user's home in a folder of one test.</summary>
internal sealed class TestProject : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Func<string, string?> _variables;

    public TestProject(Action<string>? stepDone = null)
    {
        Layout = new ProjectLayout(_folder.At("project"));
        User = new UserLayout(_folder.At("home")) { SystemPolicyFile = _folder.At("etc", "policy.yaml") };
        Directory.CreateDirectory(Layout.Directory);
        Directory.CreateDirectory(User.Home);
        _variables = MiniSdk.MiniSdk.Install(_folder);
        Host = CreateHost(stepDone);
    }

    /// <summary>Environment variables as the project sees them, before those of the machine.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public ProjectLayout Layout { get; }

    public UserLayout User { get; }

    public HostEnvironment Host { get; }

    public RecordingObserver Observer { get; } = new();

    public RecordingConsole Console { get; } = new();

    public RecordingOutput Output { get; } = new();

    public LockFile LockFile => LockFileReader.Read(Layout.LockFile).Value;

    public ImmutableArray<InstalledPlugin> Plugins => InstalledIndex.Load(Layout).Value;

    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Layout.Root, .. parts]);

    public string Outside(string name) => _folder.At(name);

    /// <summary>Another host on the same project, as another process would have it.</summary>
    public HostEnvironment CreateHost(Action<string>? stepDone = null) =>
        new(Layout, User, TimeProvider.System, [Output])
        {
            StepDone = stepDone,
            Variable = name => Variables.GetValueOrDefault(name) ?? _variables(name),
        };

    public async Task<Result<InstallOutcome>> InstallAsync(
        string source,
        HostEnvironment? host = null,
        params ImmutableArray<RegistrySource> registries
    )
    {
        using var kit = new TestKit(this, host ?? Host, registries);
        return await kit.Installer.InstallAsync(
            InstallSource.Parse(source, _folder.Path, User).Value,
            CancellationToken.None
        );
    }

    public TestKit Kit(params ImmutableArray<RegistrySource> registries) => new(this, Host, registries);

    public async Task<InstalledPlugin> InstalledAsync(PluginSource plugin)
    {
        var outcome = await InstallAsync(plugin.Pack(_folder));
        outcome.Succeeded.ShouldBeTrue(string.Join("; ", outcome.Diagnostics));
        return Plugins.First(p => p.Name.Equals(outcome.Value.Asked.Name));
    }

    public async Task<InstalledPlugin> EnabledAsync(PluginSource plugin)
    {
        var installed = await InstalledAsync(plugin);
        var outcome = await EnableAsync(installed.Name);
        outcome.Succeeded.ShouldBeTrue(string.Join("; ", outcome.Diagnostics));
        return outcome.Value.Plugin;
    }

    public async Task<Result<ToggleOutcome>> EnableAsync(PluginName name, HostEnvironment? host = null)
    {
        using var processes = Factory(host: host);
        return await new PluginEnabler(host ?? Host, processes, Observer).EnableAsync(name, CancellationToken.None);
    }

    public async Task<Result<ToggleOutcome>> DisableAsync(PluginName name, HostEnvironment? host = null)
    {
        using var processes = Factory(host: host);
        return await new PluginEnabler(host ?? Host, processes, Observer).DisableAsync(name, CancellationToken.None);
    }

    public Task<Result<RemoveOutcome>> RemoveAsync(PluginName name, bool purge = false, HostEnvironment? host = null) =>
        new PluginRemover(host ?? Host, Observer).RemoveAsync(name, purge, CancellationToken.None);

    public PluginProcessFactory Factory(RuntimeLimits? limits = null, HostEnvironment? host = null) =>
        new(host ?? Host, new ServiceTable(), Console, limits ?? TestLimits, launcher: null);

    /// <summary>Generous where a loaded machine is waited for, short where a plugin is known not to answer.</summary>
    public static RuntimeLimits TestLimits { get; } =
        new()
        {
            Start = TimeSpan.FromSeconds(60),
            Call = TimeSpan.FromSeconds(60),
            Grace = TimeSpan.FromMilliseconds(300),
        };

    public IReadOnlyList<string> AuditLines => ReadLines(Layout.AuditFile);

    public IReadOnlyList<string> EventLines =>
        Directory.Exists(Layout.EventsDirectory)
            ? [.. Directory.EnumerateFiles(Layout.EventsDirectory).SelectMany(ReadLines)]
            : [];

    public TempFolder Folder => _folder;

    public void Dispose()
    {
        Host.Audit.Dispose();
        _folder.Dispose();
    }

    private static string[] ReadLines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
