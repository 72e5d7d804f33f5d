using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary>A folder that is a registry by itself: filled from a real registry, installed from without one.</summary>
public sealed class VendorTests(TestRegistry registry) : IClassFixture<TestRegistry>
{
    private const string NobodyListens = "https://registry.invalid";

    [Fact]
    public async Task Vendor_SignedLocalAndDependingPlugins_InstallsOnAFreshMachineWithoutANetwork()
    {
        using var author = await ProjectAsync("air");

        var vendored = await author.RunAsync("plugin", "vendor");

        vendored.ShouldExit(0).Output.ShouldContain("Vendored 3 plugins");
        (await author.RunAsync("plugin", "vendor", "--check")).ShouldExit(0);
        using var other = new CliSession();
        Move(author, other);
        await File.WriteAllTextAsync(
            Path.Combine(other.Project, ".specify", "registry.yaml"),
            $"registries:\n  - name: gone\n    url: {NobodyListens}\n  - name: vendored\n    url: file:vendor/speckit\n"
        );
        var installed = await other.RunAsync("plugin", "install", "--locked", "--offline", "--yes", "--json");
        installed.ShouldExit(0).Data["plugins"]!.AsArray().Count.ShouldBe(3);
        File.ReadAllText(LockOf(other)).ShouldBe(File.ReadAllText(LockOf(author)));
        (await other.RunAsync("plugin", "list")).ShouldExit(0).Output.ShouldContain("air-app");
    }

    [Fact]
    public async Task Vendor_InstallFromTheFolderByName_IsSelfSignedAtMostAndPortable()
    {
        using var author = await ProjectAsync("byname");
        (await author.RunAsync("plugin", "vendor", "out/plugins")).ShouldExit(0);
        var index = Path.Combine(author.Project, "out", "plugins", "index", "by", "na", "byname-app");
        File.WriteAllText(index, File.ReadAllText(index).Replace("\"self-signed\"", "\"certified\""));
        using var other = new CliSession();
        CopyFolder(Path.Combine(author.Project, "out"), Path.Combine(other.Project, "out"));
        (await other.RunAsync("plugin", "registry", "add", "./out/plugins"))
            .ShouldExit(0)
            .Output.ShouldContain("Added plugins");

        var installed = await other.RunAsync("plugin", "install", "byname-app", "--offline", "--yes", "--json");

        installed.ShouldExit(0).Data["trust"]!.GetValue<string>().ShouldBe("self-signed");
        installed.Data["plugins"]!.AsArray().Count.ShouldBe(2);
        File.ReadAllText(LockOf(other)).ShouldContain("\"file:out/plugins/archives/");
        File.ReadAllText(Path.Combine(other.Project, ".specify", "registry.yaml"))
            .ShouldContain("url: file:out/plugins");
        (await other.RunAsync("plugin", "outdated", "--offline")).ShouldExit(0).Output.ShouldContain("up to date");
        (await other.RunAsync("plugin", "update", "--offline", "--yes")).ShouldExit(0);
        (await other.RunAsync("plugin", "registry", "remove", "./out/plugins")).ShouldExit(0);
    }

    [Fact]
    public async Task Vendor_AgainWithNothingChanged_LeavesTheFolderAlone()
    {
        using var author = await ProjectAsync("again");
        (await author.RunAsync("plugin", "vendor")).ShouldExit(0);
        var folder = Path.Combine(author.Project, "vendor", "speckit");
        var before = Snapshot(folder);

        var run = await author.RunAsync("plugin", "vendor", "--json");

        run.ShouldExit(0).Data["differences"]!.AsArray().ShouldBeEmpty();
        Snapshot(folder).ShouldBe(before);
        // Another machine's folder of the same lock file is the same, byte for byte.
        (await author.RunAsync("plugin", "vendor", "elsewhere")).ShouldExit(0);
        Contents(Path.Combine(author.Project, "elsewhere")).ShouldBe(Contents(folder));
        Directory.GetFileSystemEntries(Path.Combine(author.Project, "vendor")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Vendor_PluginRemovedAndCacheGone_DropsItAndKeepsTheRest()
    {
        using var author = await ProjectAsync("shrink");
        (await author.RunAsync("plugin", "vendor")).ShouldExit(0);
        (await author.RunAsync("plugin", "remove", "shrink-local", "--yes")).ShouldExit(0);
        (await author.RunAsync("plugin", "vendor", "--check")).ShouldExit(1).Error.ShouldContain("SPK5053");
        Directory.Delete(Path.Combine(author.Home, ".specify", "cache"), recursive: true);

        var run = await author.RunAsync("plugin", "vendor", "--offline", "--json");

        run.ShouldExit(0).Data["plugins"]!.AsArray().Count.ShouldBe(2);
        (await author.RunAsync("plugin", "vendor", "--check")).ShouldExit(0);
        Directory
            .GetFiles(Path.Combine(author.Project, "vendor", "speckit", "archives"), "*.tar.gz")
            .Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("archives")]
    [InlineData("index")]
    [InlineData("keys")]
    public async Task VendorCheck_ChangedFile_IsStaleAndNamesIt(string folder)
    {
        using var author = await ProjectAsync("tamper-" + folder);
        (await author.RunAsync("plugin", "vendor")).ShouldExit(0);
        var file = Directory
            .GetFiles(Path.Combine(author.Project, "vendor", "speckit", folder), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .First();
        File.AppendAllText(file, " ");

        var run = await author.RunAsync("plugin", "vendor", "--check", "--json");

        run.ShouldExit(1).Codes.Distinct().ShouldBe(["SPK5053"]);
        (await author.RunAsync("plugin", "vendor")).ShouldExit(0);
        (await author.RunAsync("plugin", "vendor", "--check")).ShouldExit(0);
    }

    [Fact]
    public async Task InstallLocked_TamperedArchiveInTheFolder_IsRefused()
    {
        using var author = await ProjectAsync("swap");
        (await author.RunAsync("plugin", "vendor")).ShouldExit(0);
        using var other = new CliSession();
        Move(author, other);
        foreach (
            var archive in Directory.GetFiles(Path.Combine(other.Project, "vendor", "speckit", "archives"), "*.gz")
        )
        {
            var bytes = File.ReadAllBytes(archive);
            bytes[^1] ^= 1;
            File.WriteAllBytes(archive, bytes);
        }

        var run = await other.RunAsync(
            "plugin",
            "install",
            "--locked",
            "--offline",
            "--yes",
            "--registry",
            "./vendor/speckit"
        );

        run.ShouldExit(3).Error.ShouldContain("SPK4012");
        Directory.Exists(Path.Combine(other.Project, ".specify", "plugins")).ShouldBeFalse();
    }

    [Fact]
    public async Task Vendor_LinkedPlugin_IsRefusedAndNamed()
    {
        using var author = new CliSession();
        Plugins.WriteScript(author.At("linked"), name: "linked");
        (await author.RunAsync("plugin", "install", "--link", author.At("linked"), "--yes")).ShouldExit(0);

        var run = await author.RunAsync("plugin", "vendor", "--json");

        run.ShouldExit(2).Codes.ShouldBe(["SPK5050"]);
        Directory.Exists(Path.Combine(author.Project, "vendor")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("src")]
    [InlineData(".")]
    [InlineData(".specify/vendor")]
    [InlineData("file.txt")]
    [InlineData("link")]
    public async Task Vendor_FolderThatIsSomethingElse_IsRefusedAndUntouched(string folder)
    {
        using var author = new CliSession();
        Directory.CreateDirectory(Path.Combine(author.Project, "src"));
        File.WriteAllText(Path.Combine(author.Project, "src", "mine.cs"), "mine");
        File.WriteAllText(Path.Combine(author.Project, "file.txt"), "mine");
        Directory.CreateSymbolicLink(Path.Combine(author.Project, "link"), author.Home);

        var run = await author.RunAsync("plugin", "vendor", folder, "--json");

        run.ShouldExit(2).Codes.ShouldBe(["SPK5051"]);
        File.ReadAllText(Path.Combine(author.Project, "src", "mine.cs")).ShouldBe("mine");
        File.ReadAllText(Path.Combine(author.Project, "file.txt")).ShouldBe("mine");
    }

    [Fact]
    public async Task Vendor_OwnFilesInTheVendoredFolder_AreNotDeleted()
    {
        using var author = new CliSession();
        Plugins.WriteScript(author.At("kept"), name: "kept");
        (await author.RunAsync("plugin", "install", author.At("kept"), "--yes")).ShouldExit(0);
        (await author.RunAsync("plugin", "vendor")).ShouldExit(0);
        var notes = Path.Combine(author.Project, "vendor", "speckit", "NOTES.md");
        File.WriteAllText(notes, "mine");
        (await author.RunAsync("plugin", "remove", "kept", "--yes")).ShouldExit(0);

        (await author.RunAsync("plugin", "vendor")).ShouldExit(2).Error.ShouldContain("NOTES.md");

        File.ReadAllText(notes).ShouldBe("mine");
    }

    [Fact]
    public async Task Search_FolderRegistry_SaysThatItAnswersNoQuestions()
    {
        using var session = new CliSession();
        Directory.CreateDirectory(Path.Combine(session.Project, "empty"));

        var run = await session.RunAsync("plugin", "search", "x", "--registry", "./empty", "--json");

        run.ShouldExit(4).Codes.ShouldBe(["SPK4045"]);
    }

    [Fact]
    public async Task Install_FolderRegistryThatIsNotThere_IsUnreachable()
    {
        using var session = new CliSession();

        var run = await session.RunAsync("plugin", "install", "x", "--registry", "./nowhere", "--yes");

        run.ShouldExit(4).Error.ShouldContain("there is no such folder");
    }

    /// <summary>A project with a signed plugin, the signed plugin that it needs, and one from a folder.</summary>
    private async Task<CliSession> ProjectAsync(string name)
    {
        var session = new CliSession().With("SPECKIT_TOKEN", await registry.TokenAsync("author-" + name));
        (await session.RunAsync("plugin", "keygen")).ShouldExit(0);
        (await session.RunAsync("plugin", "registry", "add", registry.Url, "--name", "local")).ShouldExit(0);
        Plugins.WriteScript(session.At("base"), name: $"{name}-base");
        Plugins.WriteScript(
            session.At("app"),
            name: $"{name}-app",
            extra: $"  plugins:\n    - {{ name: {name}-base, version: ^1.0 }}\n"
        );
        foreach (var plugin in new[] { "base", "app" })
        {
            (await session.RunAsync("plugin", "build", session.At(plugin))).ShouldExit(0);
            (await session.RunAsync("plugin", "sign", session.At(plugin))).ShouldExit(0);
            (await session.RunAsync("plugin", "publish", session.At(plugin))).ShouldExit(0);
        }

        (await session.RunAsync("plugin", "install", $"{name}-app", "--yes")).ShouldExit(0);
        Plugins.WriteScript(session.At("local"), name: $"{name}-local");
        (await session.RunAsync("plugin", "install", session.At("local"), "--yes")).ShouldExit(0);
        return session;
    }

    private static string LockOf(CliSession session) => Path.Combine(session.Project, ".specify", "plugins.lock.json");

    /// <summary>What a checkout of the project has on another machine.</summary>
    private static void Move(CliSession from, CliSession to)
    {
        CopyFolder(Path.Combine(from.Project, "vendor"), Path.Combine(to.Project, "vendor"));
        File.Copy(LockOf(from), LockOf(to));
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string[] Snapshot(string folder) =>
        [.. Files(folder).Select(f => $"{f} {File.GetLastWriteTimeUtc(Path.Combine(folder, f)):O}")];

    private static string[] Contents(string folder) =>
        [.. Files(folder).Select(f => $"{f} {Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, f)))}")];

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f))
            .Order(StringComparer.Ordinal);
}
