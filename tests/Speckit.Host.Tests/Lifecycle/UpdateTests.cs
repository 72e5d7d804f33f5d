using Speckit.Host.Acquisition;
using Speckit.Host.Lifecycle;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Lifecycle;

/// <summary>Updates, with what comes along: changelogs, migrations, backups and the way back (JP design §5.5 and §11.3).</summary>
public sealed class UpdateTests
{
    private static readonly PluginName Tool = PluginName.Parse("tool");

    private const string Migrations = """
        migrations:
          - { from: 1.2.0, to: 2.0.0, entrypoint: bin/EchoPlugin.dll:EchoPlugin.ThresholdMigration }
          - { from: 2.0.0, to: 3.0.0, entrypoint: bin/EchoPlugin.dll:EchoPlugin.FailingMigration }

        """;

    [Fact]
    public async Task Update_NewerVersion_ShowsTheChangelogAndKeepsTheConfiguration()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        var source = registry.Source(project.Folder);
        registry.Publish([Pack(project, "1.0.0")]);
        await InstallAsync(project, source, "tool");
        File.WriteAllText(project.Layout.PluginConfigFile(Tool), "mine: 1\n");
        registry.Publish([Pack(project, "1.0.0"), Pack(project, "1.3.0")]);

        var outcome = await UpdateAsync(project, source);

        var change = outcome.Value.Changes.Single();
        (change.From!.ToString(), change.To.ToString(), outcome.Value.Applied).ShouldBe(("1.0.0", "1.3.0", true));
        change.Changelog.Single().Entries.Single().ToString().ShouldBe("Added: all of 1.3.0");
        project.Observer.Said.ShouldContain("tool 1.3.0: Added: all of 1.3.0");
        project.LockFile.Plugins[Tool].Version.ToString().ShouldBe("1.3.0");
        File.ReadAllText(project.Layout.PluginConfigFile(Tool)).ShouldBe("mine: 1\n");
    }

    [Fact]
    public async Task Update_DryRun_ChangesNothing()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        var source = registry.Source(project.Folder);
        registry.Publish([Pack(project, "1.0.0")]);
        await InstallAsync(project, source, "tool");
        var before = File.ReadAllText(project.Layout.LockFile);
        registry.Publish([Pack(project, "1.0.0"), Pack(project, "2.0.0")]);

        using var kit = project.Kit(source);
        var outcome = await kit.Updater.UpdateAsync([], dryRun: true, CancellationToken.None);

        outcome.Value.Applied.ShouldBeFalse();
        outcome.Value.Changes.Single().IsMajor.ShouldBeTrue();
        project.Observer.Warnings.ShouldContain(w => w.Code == "SPK5028");
        File.ReadAllText(project.Layout.LockFile).ShouldBe(before);
    }

    [Fact]
    public async Task Update_NothingNewer_SaysSo()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        var source = registry.Source(project.Folder);
        registry.Publish([Pack(project, "1.0.0")]);
        await InstallAsync(project, source, "tool");

        var outcome = await UpdateAsync(project, source, Tool);

        outcome.Value.Changes.ShouldBeEmpty();
        project.Observer.Said.ShouldContain("tool 1.0.0 is the newest");
        (await UpdateAsync(project, source, PluginName.Parse("other"))).Diagnostics[0].Code.ShouldBe("SPK5004");
    }

    [Fact]
    public async Task Update_MoreCapabilities_AsksAgain()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        var source = registry.Source(project.Folder);
        registry.Publish([Pack(project, "1.0.0")]);
        await InstallAsync(project, source, "tool");
        var more = new PluginSource("tool", "1.1.0") { Capabilities = ["network"] }.Pack(project.Folder);
        registry.Publish([Pack(project, "1.0.0"), more]);
        project.Observer.Consent = ConsentAnswer.Refused;

        (await UpdateAsync(project, source)).Diagnostics[0].Code.ShouldBe("SPK5010");

        project.Observer.Asked[^1].Added.Single().Id.ShouldBe("network");
        project.LockFile.Plugins[Tool].Version.ToString().ShouldBe("1.0.0");
    }

    [Fact]
    public async Task Update_Migration_BringsConfigurationAndDataAlongAndBack()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        var source = registry.Source(project.Folder);
        registry.Publish([PackEcho(project, "1.2.0")]);
        await InstallAsync(project, source, "tool");
        var old = "# my own words\nseverity_threshold: high\n";
        File.WriteAllText(project.Layout.PluginConfigFile(Tool), old);
        var data = Path.Combine(project.Layout.PluginDataDirectory(Tool), "findings");
        Directory.CreateDirectory(Path.GetDirectoryName(data)!);
        File.WriteAllText(data, "1\n");
        registry.Publish([PackEcho(project, "1.2.0"), PackEcho(project, "2.0.0")]);

        var outcome = await UpdateAsync(project, source);

        outcome.Succeeded.ShouldBeTrue(string.Join("; ", outcome.Diagnostics));
        outcome.Value.Changes.Single().Migrations.ShouldBe(["severity_threshold → severity.threshold"]);
        project.Observer.Said.ShouldContain("Config migrated: severity_threshold → severity.threshold");
        File.ReadAllText(project.Layout.PluginConfigFile(Tool)).ShouldBe("severity:\n  threshold: high\n");
        File.ReadAllText(data).ShouldBe("1\nmigrated\n");

        using var kit = project.Kit(source);
        var back = await kit.Restorer.RollBackAsync(Tool, CancellationToken.None);

        back.Value.Version.ToString().ShouldBe("1.2.0");
        File.ReadAllText(project.Layout.PluginConfigFile(Tool)).ShouldBe(old);
        File.ReadAllText(data).ShouldBe("1\n");
        var forth = await kit.Restorer.RollBackAsync(Tool, CancellationToken.None);
        forth.Value.Version.ToString().ShouldBe("2.0.0");
        File.ReadAllText(data).ShouldBe("1\nmigrated\n");
    }

    [Fact]
    public async Task Update_MigrationFails_LeavesTheOldVersionWithItsData()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        var source = registry.Source(project.Folder);
        registry.Publish([PackEcho(project, "2.0.0")]);
        await InstallAsync(project, source, "tool");
        var data = Path.Combine(project.Layout.PluginDataDirectory(Tool), "findings");
        Directory.CreateDirectory(Path.GetDirectoryName(data)!);
        File.WriteAllText(data, "1\n");
        registry.Publish([PackEcho(project, "2.0.0"), PackEcho(project, "3.0.0")]);

        var problem = (await UpdateAsync(project, source)).Diagnostics.Single();

        problem.Code.ShouldBe("SPK5027");
        problem.Message.ShouldContain("the data is odd");
        project.LockFile.Plugins[Tool].Version.ToString().ShouldBe("2.0.0");
        File.ReadAllText(data).ShouldBe("1\n");
        Directory.EnumerateFileSystemEntries(project.Layout.StagingDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_MigrationRefused_ChangesNothing()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        var source = registry.Source(project.Folder);
        registry.Publish([PackEcho(project, "1.2.0")]);
        await InstallAsync(project, source, "tool");
        registry.Publish([PackEcho(project, "1.2.0"), PackEcho(project, "2.0.0")]);
        project.Observer.Confirmation = ConsentAnswer.CannotAsk;

        (await UpdateAsync(project, source)).Diagnostics[0].Code.ShouldBe("SPK5011");

        project.LockFile.Plugins[Tool].Version.ToString().ShouldBe("1.2.0");
    }

    [Fact]
    public async Task RollBack_NothingKept_SaysWhatToDo()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource("tool"));
        using var kit = project.Kit();

        (await kit.Restorer.RollBackAsync(Tool, CancellationToken.None)).Diagnostics[0].Code.ShouldBe("SPK5024");
    }

    private static string Pack(TestProject project, string version) =>
        new PluginSource("tool", version)
        {
            Files = new()
            {
                ["CHANGELOG.md"] = $"# Changelog\n\n## [{version}] - 2026-01-01\n\n### Added\n\n- all of {version}\n",
            },
        }.Pack(project.Folder);

    private static string PackEcho(TestProject project, string version) =>
        (PluginSource.Echo("tool", ["echo:say"]) with { Version = version, Extra = Migrations }).Pack(project.Folder);

    private static async Task InstallAsync(TestProject project, RegistrySource source, string wanted)
    {
        var outcome = await project.InstallAsync(wanted, host: null, source);
        outcome.Succeeded.ShouldBeTrue(string.Join("; ", outcome.Diagnostics));
    }

    private static async Task<Result<UpdateOutcome>> UpdateAsync(
        TestProject project,
        RegistrySource source,
        params PluginName[] names
    )
    {
        using var kit = project.Kit(source);
        return await kit.Updater.UpdateAsync([.. names], dryRun: false, CancellationToken.None);
    }
}
