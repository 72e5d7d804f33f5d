using System.Text;
using Speckit.Host.Installed;
using Speckit.Host.Locking;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Installed;

public sealed class InstalledIndexTests
{
    private const string Everything = """
        provides:
          commands:
            - name: demo:one
              description: One
              entrypoint: bin/x.dll:X.Y
              arguments: [{ name: a, description: A, required: true }, { name: b, description: B, required: false, default: 3 }]
              options: [{ name: f, description: F, type: boolean, default: false }]
            - { name: demo:two, description: Two, entrypoint: bin/x.dll }
          agents:
            - { name: helper, description: Helps, persona_file: agents/a.md }
          hooks:
            - { event: "workflow.*.completed", handler: bin/x.dll:X.Z, timeout: 5, filter: { priority: [high, low], n: 1 } }

        """;

    [Fact]
    public void Load_NoLockFile_IsEmpty()
    {
        using var project = new TestProject();

        project.Plugins.ShouldBeEmpty();
        File.Exists(project.Layout.IndexFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Load_Warm_EqualsRebuilt()
    {
        using var project = await CreateAsync();
        var rebuilt = Text(project);
        File.Exists(project.Layout.IndexFile).ShouldBeTrue();

        // Were the manifests read, this would show.
        Directory.Delete(project.Layout.PluginsDirectory, recursive: true);

        Text(project).ShouldBe(rebuilt);
        rebuilt.ShouldContain("demo:one");
        rebuilt.ShouldContain("priority");
    }

    [Fact]
    public async Task Load_AnyByteDamaged_EqualsRebuilt()
    {
        using var project = await CreateAsync();
        var expected = Text(project);
        var index = File.ReadAllBytes(project.Layout.IndexFile);
        for (var i = 0; i < index.Length; i++)
        {
            var damaged = index.ToArray();
            damaged[i] ^= (byte)(1 << (i % 8));
            await File.WriteAllBytesAsync(project.Layout.IndexFile, damaged);

            Text(project).ShouldBe(expected, $"byte {i}");
        }

        for (var length = 0; length < index.Length; length += 7)
        {
            await File.WriteAllBytesAsync(project.Layout.IndexFile, index[..length]);

            Text(project).ShouldBe(expected, $"length {length}");
        }
    }

    [Fact]
    public async Task Load_LockFileChanged_FollowsIt()
    {
        using var project = await CreateAsync();
        var name = project.Plugins[0].Name;
        var locked = project.LockFile.Plugins[name];
        LockFileWriter.Write(project.Layout.LockFile, project.LockFile.With(name, locked with { Enabled = true }));

        project.Plugins[0].Enabled.ShouldBeTrue();
        project.Plugins[0].Commands.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Load_LockFileGrantsMoreThanDeclared_GrantsWhatIsDeclared()
    {
        using var project = await CreateAsync();
        var name = project.Plugins[0].Name;
        var locked = project.LockFile.Plugins[name] with { Capabilities = ["filesystem.read", "subprocess"] };
        LockFileWriter.Write(project.Layout.LockFile, project.LockFile.With(name, locked));

        project.Plugins[0].Capabilities.ShouldBe(["filesystem.read"]);
        project.Plugins[0].Capabilities.ShouldBe(["filesystem.read"]);
    }

    [Fact]
    public async Task Load_ManifestGone_IsThePluginsProblem()
    {
        using var project = await CreateAsync();
        File.Delete(project.Layout.IndexFile);
        File.Delete(Path.Combine(project.Layout.PluginDirectory(project.LockFile.Plugins.Keys.First()), "plugin.yaml"));

        var plugin = project.Plugins[0];

        plugin.Problem.ShouldNotBeNull().ShouldContain("SPK5017");
        plugin.Commands.ShouldBeEmpty();
        File.Exists(project.Layout.IndexFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Load_LockFileDamaged_Fails()
    {
        using var project = await CreateAsync();
        await File.WriteAllTextAsync(project.Layout.LockFile, "{");

        InstalledIndex.Load(project.Layout).Diagnostics[0].Code.ShouldBe("SPK5002");
    }

    [Fact]
    public async Task Load_CacheCannotBeWritten_WorksWithoutIt()
    {
        using var project = await CreateAsync();
        Directory.Delete(project.Layout.CacheDirectory, recursive: true);
        await File.WriteAllTextAsync(project.Layout.CacheDirectory, "a file in its place");

        project.Plugins.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Follow_EveryChange_EqualsRebuilt()
    {
        using var project = await CreateAsync();
        await CheckAsync("installed");
        await project.InstalledAsync(new PluginSource("another"));
        await CheckAsync("another");
        await project.InstalledAsync(
            new PluginSource("zoo")
            {
                Provides = Everything.Replace("demo:", "zoo:"),
                Files = new() { ["bin/x.dll"] = "x" },
            }
        );
        await CheckAsync("zoo");
        (await project.EnableAsync(PluginName.Parse("another"))).Succeeded.ShouldBeTrue();
        await CheckAsync("enabled");
        await project.InstalledAsync(new PluginSource("another") { Version = "1.1.0" });
        await CheckAsync("updated");
        (await project.RemoveAsync(PluginName.Parse("tool"))).Succeeded.ShouldBeTrue();
        await CheckAsync("removed");

        async Task CheckAsync(string what)
        {
            var followed = await File.ReadAllBytesAsync(project.Layout.IndexFile);
            File.Delete(project.Layout.IndexFile);
            project.Plugins.Length.ShouldBe(project.LockFile.Plugins.Count);

            (await File.ReadAllBytesAsync(project.Layout.IndexFile)).ShouldBe(followed, what);
        }
    }

    [Fact]
    public async Task Follow_IndexOfAnotherLockFile_IsLeftAlone()
    {
        using var project = await CreateAsync();
        var name = project.Plugins[0].Name;
        var before = await File.ReadAllBytesAsync(project.Layout.IndexFile);
        var stamp = LockFileStamp.Of(project.Layout.LockFile)!.Value;
        var after = project.LockFile.Without(name);

        InstalledIndex.Follow(
            project.Layout,
            (project.LockFile, stamp with { Ticks = stamp.Ticks + 1 }),
            (after, stamp with { Length = 1 })
        );

        (await File.ReadAllBytesAsync(project.Layout.IndexFile)).ShouldBe(before);
    }

    [Fact]
    public async Task LoadHooked_OnlyEnabledPluginsWithHooks_WarmAndCold()
    {
        using var project = await CreateAsync();
        InstalledIndex.LoadHooked(project.Layout).Value.ShouldBeEmpty("it is not enabled");
        var name = project.Plugins[0].Name;
        var locked = project.LockFile.Plugins[name] with { Enabled = true };
        LockFileWriter.Write(project.Layout.LockFile, project.LockFile.With(name, locked));

        InstalledIndex.LoadHooked(project.Layout).Value.ShouldHaveSingleItem().Hooks.ShouldNotBeEmpty();
        InstalledIndex.LoadHooked(project.Layout).Value.ShouldHaveSingleItem().Hooks.ShouldNotBeEmpty();
    }

    private static async Task<TestProject> CreateAsync()
    {
        var project = new TestProject();
        var source = new PluginSource("tool")
        {
            Provides = Everything,
            Capabilities = ["filesystem.read"],
            Files = new() { ["bin/x.dll"] = "x" },
        };
        await project.InstalledAsync(source);
        return project;
    }

    /// <summary>Everything that the host goes by; where a manifest says it is not part of that.</summary>
    private static string Text(TestProject project)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var plugin in project.Plugins)
        {
            InstalledPluginCodec.Write(writer, plugin);
        }

        return Encoding.Latin1.GetString(stream.ToArray());
    }
}
