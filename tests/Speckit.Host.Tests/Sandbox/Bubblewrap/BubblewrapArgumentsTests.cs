using Speckit.Host.Sandbox.Bubblewrap;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Sandbox.Bubblewrap;

public sealed class BubblewrapArgumentsTests
{
    [Fact]
    public void Build_Always_MakesEveryNamespaceAndDropsEverything()
    {
        var words = Build(ProjectAccess.None);

        string[] flags =
        [
            "--unshare-user",
            "--unshare-ipc",
            "--unshare-pid",
            "--unshare-net",
            "--unshare-uts",
            "--unshare-cgroup-try",
            "--die-with-parent",
            "--new-session",
        ];
        flags.ShouldAllBe(f => words.Contains(f));
        words.ShouldContain("--cap-drop ALL");
        words.ShouldContain("--remount-ro / ");
        words.ShouldContain("--remount-ro /p/.specify ");
        words.ShouldContain("--perms 0444 --file 17 /etc/passwd ");
    }

    [Fact]
    public void Build_NoGrant_BindsNothingOfTheProjectButItsOwn()
    {
        var words = Build(ProjectAccess.None);

        words.ShouldContain("--dir /p ");
        words.ShouldNotContain("bind /p /p ");
        words.ShouldContain("--ro-bind /p/.specify/plugins/tool /p/.specify/plugins/tool ");
        words.ShouldContain(" --bind /p/.specify/data/tool /p/.specify/data/tool ");
        words.ShouldNotContain("/usr/bin");
        words.ShouldNotContain(" /etc/shadow");
    }

    [Theory]
    [InlineData(ProjectAccess.Read, " --ro-bind /p /p ")]
    [InlineData(ProjectAccess.Write, " --bind /p /p ")]
    public void Build_AGrant_BindsTheProjectAndThenCoversTheHostsState(ProjectAccess access, string bind)
    {
        var words = Build(access);

        words.ShouldContain(bind);
        words
            .IndexOf("--tmpfs /p/.specify ", StringComparison.Ordinal)
            .ShouldBeGreaterThan(words.IndexOf(bind, StringComparison.Ordinal));
        words
            .IndexOf("--ro-bind /p/.git /p/.git ", StringComparison.Ordinal)
            .ShouldBeGreaterThan(words.IndexOf(bind, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_Programs_AreThereWithTheCapability()
    {
        Build(ProjectAccess.None, mayRun: true).ShouldContain(" /usr/bin /usr/bin ");
    }

    [Fact]
    public void Build_ARuntimeThatIsALink_StaysOne()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("dotnet"));
        File.WriteAllText(folder.At("dotnet", "dotnet"), "");
        File.CreateSymbolicLink(folder.At("link"), folder.At("dotnet", "dotnet"));

        var words = Build(
            ProjectAccess.None,
            runtime: [folder.At("dotnet"), folder.At("dotnet", "dotnet"), folder.At("link"), "/usr/lib/x"]
        );

        words.ShouldContain($"--symlink {folder.At("dotnet", "dotnet")} {folder.At("link")} ");
        words.ShouldContain($"--ro-bind-try {folder.At("dotnet")} {folder.At("dotnet")} ");
        words.ShouldNotContain($"--ro-bind-try {folder.At("dotnet", "dotnet")} ");
        words.ShouldNotContain("/usr/lib/x");
    }

    [Fact]
    public void Protected_AProject_IsLookedAtEntryByEntry()
    {
        using var project = new TestProject();
        Directory.CreateDirectory(project.At(".git"));
        Directory.CreateSymbolicLink(project.At(".claude"), project.At("elsewhere"));
        var profile = Profile(ProjectAccess.Write) with { ProjectRoot = project.Layout.Root };

        var found = ProtectedEntries.Find(profile);

        found.ReadOnly.ShouldBe([project.At(".git"), project.At(".specify")]);
        found.Links.ShouldBe([project.At(".claude")]);
        found.Missing.ShouldContain(project.At(".mcp.json"));
        ProtectedEntries.Find(profile with { Project = ProjectAccess.Read }).ReadOnly.ShouldBeEmpty();
    }

    [Fact]
    public async Task Placeholders_AreThereWhileOneHoldsThem_AndGoWithTheLast()
    {
        using var project = new TestProject();
        string[] missing = [project.At(".git"), project.At(".mcp.json"), project.At(".bashrc")];
        var cache = project.Layout.CacheDirectory;

        var first = await Placeholders.HoldAsync(cache, [.. missing], default);
        var second = await Placeholders.HoldAsync(cache, [], default);
        missing.ShouldAllBe(p => Path.Exists(p));
        File.ReadAllText(project.At(".mcp.json")).ShouldContain("mcpServers");
        first.Dispose();
        missing.ShouldAllBe(p => Path.Exists(p));
        File.WriteAllText(project.At(".bashrc"), "mine");
        File.WriteAllText(project.At(".git", "HEAD"), "mine");
        second.Dispose();

        Path.Exists(project.At(".mcp.json")).ShouldBeFalse();
        File.ReadAllText(project.At(".bashrc")).ShouldBe("mine");
        File.ReadAllText(project.At(".git", "HEAD")).ShouldBe("mine");
    }

    [Fact]
    public async Task Placeholders_ThatACrashLeft_AreTakenAwayByTheNext()
    {
        using var project = new TestProject();
        Directory.CreateDirectory(project.At(".idea"));
        Directory.CreateDirectory(project.Layout.CacheDirectory);
        File.WriteAllText(Path.Combine(project.Layout.CacheDirectory, "placeholders"), project.At(".idea") + "\n");

        (await Placeholders.HoldAsync(project.Layout.CacheDirectory, [], default)).Dispose();

        Directory.Exists(project.At(".idea")).ShouldBeFalse();
    }

    private static string Build(ProjectAccess access, bool mayRun = false, params string[] runtime)
    {
        var entries = new ProtectedEntries(["/p/.git"], [], [], "/p/.specify/plugins/tool");
        var arguments = new BubblewrapArguments(
            Profile(access) with
            {
                MayRunPrograms = mayRun,
            },
            new RuntimePaths([.. runtime], []),
            entries
        );
        return string.Join(' ', arguments.Build([(17, "/etc/passwd")], "/p"));
    }

    private static SandboxProfile Profile(ProjectAccess access) =>
        new()
        {
            Plugin = "tool",
            ProjectRoot = "/p",
            Project = access,
            PackageDirectory = "/p/.specify/plugins/tool",
            DataDirectory = "/p/.specify/data/tool",
        };
}
