using Speckit.Host.Acquisition;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;

namespace Speckit.Host.Tests.Lifecycle;

/// <summary>A plugin comes with what it needs, all of it at once or none.</summary>
public sealed class DependencyTests
{
    private static readonly PluginName Scanner = PluginName.Parse("scanner");
    private static readonly PluginName Base = PluginName.Parse("base");

    [Fact]
    public async Task Install_MissingDependency_IsInstalledFirstAndMarked()
    {
        using var project = new TestProject();
        await using var registry = await RegistryAsync(project);

        var outcome = await project.InstallAsync("scanner", host: null, registry.Source(project.Folder));

        outcome.Succeeded.ShouldBeTrue(string.Join("; ", outcome.Diagnostics));
        outcome.Value.Plugins.Select(p => $"{p.Name} {p.Version}").ShouldBe(["base 1.5.0", "scanner 1.0.0"]);
        outcome.Value.Asked.Name.ShouldBe(Scanner);
        project.LockFile.Plugins[Base].Dependency.ShouldBeTrue();
        project.LockFile.Plugins[Scanner].Dependency.ShouldBeFalse();
        project.Observer.Asked.Select(a => a.Manifest.Name).ShouldBe([Base, Scanner]);
        project.Observer.Asked[0].RequiredBy.ShouldBe([Scanner]);
    }

    [Fact]
    public async Task Install_FromAnArchive_BringsItsDependenciesFromTheRegistry()
    {
        using var project = new TestProject();
        await using var registry = await RegistryAsync(project);
        var archive = Needs("mine", "^1.0.0").Pack(project.Folder);

        var outcome = await project.InstallAsync(archive, host: null, registry.Source(project.Folder));

        outcome.Value.Plugins.Select(p => p.Name.ToString()).ShouldBe(["base", "mine"]);
    }

    [Fact]
    public async Task Install_DependencyCannotBeMet_TellsTheStoryAndChangesNothing()
    {
        using var project = new TestProject();
        await using var registry = await RegistryAsync(project);
        var archive = Needs("mine", "^9.0.0").Pack(project.Folder);

        var outcome = await project.InstallAsync(archive, host: null, registry.Source(project.Folder));

        outcome.Diagnostics.Single().Message.ShouldContain("mine");
        outcome.Diagnostics.Single().Message.ShouldContain("base ^9.0.0");
        project.LockFile.Plugins.ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_ConflictWithAnInstalledPlugin_NamesBoth()
    {
        using var project = new TestProject();
        await using var registry = await RegistryAsync(project);
        var source = registry.Source(project.Folder);
        (await project.InstallAsync("scanner", host: null, source)).Succeeded.ShouldBeTrue();
        var archive = Needs("mine", "^2.0.0").Pack(project.Folder);

        var problem = (await project.InstallAsync(archive, host: null, source)).Diagnostics.Single();

        problem.Message.ShouldContain("scanner");
        problem.Message.ShouldContain("mine");
        project.LockFile.Plugins.Keys.ShouldBe([Base, Scanner]);
    }

    [Fact]
    public async Task Install_SameVersionAgain_AsksNothingAndKeepsWhatItIs()
    {
        using var project = new TestProject();
        await using var registry = await RegistryAsync(project);
        var source = registry.Source(project.Folder);
        (await project.InstallAsync("scanner", host: null, source)).Succeeded.ShouldBeTrue();
        project.Observer.Asked.Clear();

        var again = await project.InstallAsync("scanner", host: null, source);

        again.Succeeded.ShouldBeTrue(string.Join("; ", again.Diagnostics));
        project.Observer.Asked.ShouldBeEmpty();
        project.LockFile.Plugins[Scanner].Dependency.ShouldBeFalse();
    }

    [Fact]
    public async Task Install_Link_UsesTheFolderInPlaceAndSeesItsChanges()
    {
        using var project = new TestProject();
        var folder = new PluginSource("mine").Write(project.Folder.At("mine"));

        using var kit = project.Kit();
        var outcome = await kit.Installer.InstallAsync(new InstallSource.FromLink(folder), CancellationToken.None);

        outcome.Succeeded.ShouldBeTrue(string.Join("; ", outcome.Diagnostics));
        var locked = outcome.Value.Asked.Locked;
        locked.Resolved.ShouldBe("link:../mine");
        locked.IsLink.ShouldBeTrue();
        var name = PluginName.Parse("mine");
        new DirectoryInfo(project.Layout.PluginDirectory(name)).LinkTarget.ShouldBe(folder);
        File.AppendAllText(Path.Combine(folder, "plugin.yaml"), "provides_no_such_key: 1\n");
        project.Plugins.Single().Problem!.ShouldContain("provides_no_such_key");
        project.Layout.PluginConfigFile(name).ShouldNotStartWith(project.Layout.PluginsDirectory);

        (await project.RemoveAsync(name)).Succeeded.ShouldBeTrue();
        File.Exists(Path.Combine(folder, "plugin.yaml")).ShouldBeTrue("the author's folder stays");
        new DirectoryInfo(project.Layout.PluginDirectory(name)).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public async Task Install_LinkThatACheckoutBrings_DoesNotStartUnasked()
    {
        using var project = new TestProject();
        var folder = PluginSource.Echo("mine", ["echo:say"]).Write(project.Folder.At("mine"));
        using var kit = project.Kit();
        await kit.Installer.InstallAsync(new InstallSource.FromLink(folder), CancellationToken.None);
        project.Host.Consents.Withdraw(project.Layout, PluginName.Parse("mine"));

        (await project.EnableAsync(PluginName.Parse("mine"))).Diagnostics[0].Code.ShouldBe("SPK5013");
    }

    private static PluginSource Needs(string name, string range) =>
        new(name) { Requires = $"  plugins:\n    - {{ name: base, version: \"{range}\" }}\n" };

    private static async Task<TestRegistry> RegistryAsync(TestProject project)
    {
        var registry = await TestRegistry.StartAsync();
        registry.Publish(
            ((string[])["1.0.0", "1.5.0", "2.0.0"]).Select(v => new PluginSource("base", v).Pack(project.Folder))
        );
        registry.Publish([Needs("scanner", "^1.0.0").Pack(project.Folder)], AddRequirement);
        return registry;
    }

    private static IndexEntry AddRequirement(IndexEntry entry) =>
        entry with
        {
            Requires = new Dictionary<string, string> { ["base"] = "^1.0.0" },
        };
}
