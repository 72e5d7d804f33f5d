using System.Security.Cryptography;
using System.Text;
using Speckit.Host.Consent;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Locking;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Projects;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Consent;

public sealed class ConsentTests
{
    private static readonly PluginName Tool = PluginName.Parse("tool");

    private static string FolderOf(TestProject project) =>
        Path.Combine(
            project.User.TrustDirectory,
            "projects",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project.Layout.Root)))[..32]
        );

    [Fact]
    public void Store_GiveReadWithdraw_KeepsOtherPluginsAndProjects()
    {
        using var project = new TestProject();
        var other = new ProjectLayout(project.Outside("other"));
        var store = new ConsentStore(project.User);
        store.Give(project.Layout, Tool, new Consented("sha256:1", ["network"]));
        store.Give(project.Layout, PluginName.Parse("@a/b"), new Consented("sha256:2", []));

        store.Read(other).ShouldBeEmpty();
        store.Withdraw(project.Layout, Tool);
        store.Withdraw(project.Layout, Tool);

        store.Read(project.Layout).Keys.ShouldBe([PluginName.Parse("@a/b")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"root":"/elsewhere","plugins":{"tool":{"tree":"t","capabilities":[]}}}""")]
    [InlineData("""{"root":"ROOT"}""")]
    [InlineData("""{"root":"ROOT","plugins":[]}""")]
    [InlineData("""{"root":"ROOT","plugins":{"tool":{}}}""")]
    [InlineData("""{"root":"ROOT","plugins":{"tool":{"tree":1,"capabilities":[]}}}""")]
    [InlineData("""{"root":"ROOT","plugins":{"NOT A NAME":{}}}""")]
    public void Store_UnreadableRecord_CountsAsNoneGiven(string text)
    {
        using var project = new TestProject();
        var store = new ConsentStore(project.User);
        store.Give(project.Layout, Tool, new Consented("sha256:1", []));
        var file = Directory.EnumerateFiles(FolderOf(project)).Single();
        File.WriteAllText(file, text.Replace("ROOT", project.Layout.Root));

        store.Read(project.Layout).ShouldBeEmpty();
        store.Read(project.Layout, Tool).ShouldBeNull();
    }

    [Fact]
    public void Store_ManyPlugins_AreSpreadAndAllRead()
    {
        using var project = new TestProject();
        var store = new ConsentStore(project.User);
        var names = Enumerable.Range(0, 300).Select(i => PluginName.Parse($"plugin-{i}")).ToList();
        foreach (var name in names)
        {
            store.Give(project.Layout, name, new Consented($"sha256:{name}", ["network"]));
        }

        store.Withdraw(project.Layout, names[7]);

        store.Read(project.Layout).Keys.ShouldBe(names.Where(n => n != names[7]).Order());
        store.Read(project.Layout, names[7]).ShouldBeNull();
        store.Read(project.Layout, names[8])!.Tree.ShouldBe($"sha256:{names[8]}");
        var files = Directory.GetFiles(FolderOf(project));
        files.Length.ShouldBeInRange(100, 256);
        files.Max(f => new FileInfo(f).Length).ShouldBeLessThan(4096);
    }

    [Fact]
    public void Store_OneFileOfAnEarlierVersion_IsReadAndThenSplit()
    {
        using var project = new TestProject();
        var (store, whole) = (new ConsentStore(project.User), FolderOf(project) + ".json");
        var names = Enumerable.Range(0, 20).Select(i => PluginName.Parse($"plugin-{i}")).ToList();
        ConsentFile.Write(
            whole,
            project.Layout.Root,
            ConsentFile.None.SetItems(
                names.Select(n => KeyValuePair.Create(n, new Consented($"sha256:{n}", ["network"])))
            )
        );

        store.Read(project.Layout).Keys.ShouldBe(names.Order());
        store.Read(project.Layout, names[3])!.Tree.ShouldBe("sha256:plugin-3");
        File.Exists(whole).ShouldBeTrue("reading changes nothing");

        store.Withdraw(project.Layout, names[3]);

        File.Exists(whole).ShouldBeFalse();
        store.Read(project.Layout).Keys.ShouldBe(names.Where(n => n != names[3]).Order());
        store.Read(project.Layout)[names[4]].Capabilities.ShouldBe(["network"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Store_SplittingWasStopped_IsDoneAgainOrFinished(bool folderIsThere)
    {
        using var project = new TestProject();
        var (store, folder) = (new ConsentStore(project.User), FolderOf(project));
        store.Give(project.Layout, Tool, new Consented("sha256:new", []));
        if (!folderIsThere)
        {
            Directory.Move(folder, folder + ".new");
        }

        var other = PluginName.Parse("other");
        ConsentFile.Write(
            folder + ".json",
            project.Layout.Root,
            ConsentFile.None.Add(Tool, new Consented("sha256:old", [])).Add(other, new Consented("sha256:o", []))
        );

        // The folder appears complete: once it is there, the file does not count any more.
        store.Read(project.Layout)[Tool].Tree.ShouldBe(folderIsThere ? "sha256:new" : "sha256:old");
        store.Give(project.Layout, PluginName.Parse("third"), new Consented("sha256:3", []));

        store.Read(project.Layout).Count.ShouldBe(folderIsThere ? 2 : 3);
        store.Read(project.Layout)[Tool].Tree.ShouldBe(folderIsThere ? "sha256:new" : "sha256:old");
        File.Exists(folder + ".json").ShouldBeFalse();
        Directory.Exists(folder + ".new").ShouldBeFalse();
    }

    [Fact]
    public async Task Check_InstalledHere_GivesWhatWasConsentedTo()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(
            new PluginSource("tool") { Capabilities = ["network", "filesystem.read"] }
        );
        project.Host.Consents.Give(project.Layout, Tool, new Consented(plugin.Tree, ["network", "subprocess"]));

        (await CheckAsync(project.Host, plugin)).Value.Capabilities.ShouldBe(["network"]);
    }

    [Fact]
    public async Task Check_NoConsentOrOtherTree_IsRefused()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(new PluginSource("tool"));
        project.Host.Consents.Give(project.Layout, Tool, new Consented("sha256:" + new string('0', 64), []));
        (await CheckAsync(project.Host, plugin)).Diagnostics[0].Code.ShouldBe("SPK5013");

        project.Host.Consents.Withdraw(project.Layout, Tool);
        (await CheckAsync(project.Host, plugin)).Diagnostics[0].Code.ShouldBe("SPK5013");
    }

    [Fact]
    public async Task Check_FolderChanged_IsRefusedWhateverChanged()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(new PluginSource("tool"));
        var folder = project.Layout.PluginDirectory(Tool);
        var agent = Path.Combine(folder, "agents", "a.md");
        var content = File.ReadAllText(agent);

        async Task RefusedAsync(string why) =>
            (await CheckAsync(project.Host, plugin)).Diagnostics.Single().Code.ShouldBe("SPK5012", why);

        File.WriteAllText(agent, content + " ");
        await RefusedAsync("changed");
        File.WriteAllText(agent, content);
        (await CheckAsync(project.Host, plugin)).Succeeded.ShouldBeTrue();

        File.WriteAllText(Path.Combine(folder, "added"), "");
        await RefusedAsync("added");
        File.Delete(Path.Combine(folder, "added"));

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(agent, File.GetUnixFileMode(agent) | UnixFileMode.UserExecute);
            await RefusedAsync("mode");
        }

        File.Delete(agent);
        await RefusedAsync("deleted");
        Directory.Delete(folder, recursive: true);
        await RefusedAsync("gone");
    }

    [Fact]
    public async Task Check_ConfigurationChanged_IsAllowed()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(new PluginSource("tool"));
        File.WriteAllText(project.Layout.PluginConfigFile(Tool), "a: 1\n");

        (await CheckAsync(project.Host, plugin)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Check_PluginWithProblem_IsRefused()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(new PluginSource("tool"));

        (await CheckAsync(project.Host, plugin with { Problem = "broken" })).Diagnostics[0].Code.ShouldBe("SPK5017");
    }

    [Fact]
    public async Task Check_LockFileGrantsMore_IsNotGranted()
    {
        using var project = new TestProject();
        var plugin = await project.InstalledAsync(new PluginSource("tool") { Capabilities = ["network"] });
        var locked = project.LockFile.Plugins[Tool] with { Capabilities = ["network", "subprocess"] };
        LockFileWriter.Write(project.Layout.LockFile, project.LockFile.With(Tool, locked));

        (await CheckAsync(project.Host, project.Plugins[0])).Value.Capabilities.ShouldBe(["network"]);
        plugin.Capabilities.ShouldBe(["network"]);
    }

    private static Task<Result<GrantedPlugin>> CheckAsync(HostEnvironment host, InstalledPlugin plugin) =>
        TrustGate.CheckAsync(host, plugin, PolicyMoment.Run, CancellationToken.None);
}
