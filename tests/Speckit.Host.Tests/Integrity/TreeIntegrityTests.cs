using Speckit.Host.Installed;
using Speckit.Host.Integrity;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Integrity;

public sealed class TreeIntegrityTests : IAsyncLifetime
{
    private static readonly PluginName Tool = PluginName.Parse("tool");

    private readonly TestProject _project = new();
    private InstalledPlugin _plugin = null!;

    public async ValueTask InitializeAsync() => _plugin = await _project.InstalledAsync(new PluginSource("tool"));

    public ValueTask DisposeAsync()
    {
        _project.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Check_AsInstalled_IsGood()
    {
        Check().ShouldBeNull();
        Check().ShouldBeNull();
        CheckFully().ShouldBeNull();
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("missing")]
    [InlineData("added")]
    public void Check_OneFile_IsNamedWithWhatHappened(string what)
    {
        Check().ShouldBeNull();
        var file = Change(what);

        Check()!.Code.ShouldBe("SPK5012");
        var problem = CheckFully()!;
        problem.Message.ShouldContain($"{file} ({what})");
        problem.Hint!.ShouldContain("specify plugin repair tool");
        var difference = TreeIntegrity.Differences(_project.Host, Tool, _plugin.Archive)!.Value.Single();
        (difference.Path, TreeIntegrity.WordFor(difference.Kind)).ShouldBe((file, what));
    }

    [Fact]
    public void Check_ModeChanged_IsNoticed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Check().ShouldBeNull();
        var file = In("agents/a.md");
        File.SetUnixFileMode(
            Path.GetDirectoryName(file)!,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute);

        Check()!.Message.ShouldContain("agents/a.md (mode changed)");
    }

    /// <summary>Same length, same time: what is remembered has to go by more than those.</summary>
    [Fact]
    public void Check_SameLengthAndTime_IsNoticed()
    {
        Check().ShouldBeNull();
        var file = In("agents/a.md");
        var time = File.GetLastWriteTimeUtc(file);
        var bytes = File.ReadAllBytes(file);
        bytes[0] ^= 1;
        Writable(file);
        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, time);

        Check()!.Code.ShouldBe("SPK5012");
    }

    [Fact]
    public void Check_ManyChanges_NamesSomeAndCountsTheRest()
    {
        for (var i = 0; i < 9; i++)
        {
            File.WriteAllText(In($"new{i}.txt"), "x");
        }

        CheckFully()!.Message.ShouldContain("and 4 more");
    }

    [Fact]
    public void Check_FolderGone_SaysHowToGetItBack()
    {
        MakeWritable(_project.Layout.PluginDirectory(Tool));
        Directory.Delete(_project.Layout.PluginDirectory(Tool), recursive: true);

        Check()!.Code.ShouldBe("SPK5012");
        CheckFully()!.Hint!.ShouldContain("specify plugin repair tool");
    }

    [Fact]
    public void Check_ArchiveNotKept_StillRefuses()
    {
        Directory.Delete(Path.Combine(_project.User.CacheDirectory, "archives"), recursive: true);
        Change("added");

        CheckFully()!.Message.ShouldContain("its tree has another digest");
        TreeIntegrity.Differences(_project.Host, Tool, _plugin.Archive).ShouldBeNull();
        TreeIntegrity.Differences(_project.Host, Tool, "sha256:nonsense").ShouldBeNull();
        TreeIntegrity.Differences(_project.Host, Tool, null).ShouldBeNull();
    }

    /// <summary>The memory is under the user's home. Forged or broken, it must not vouch for files that it was not made for.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    public void Check_MemoryBroken_IsMadeAnew(string memory)
    {
        Check().ShouldBeNull();
        var file = Directory.EnumerateFiles(Path.Combine(_project.User.CacheDirectory, "trees")).Single();
        File.WriteAllText(file, memory);
        Check().ShouldBeNull();
        new FileInfo(file).Length.ShouldBeGreaterThan(memory.Length);

        Change("changed");
        Check().ShouldNotBeNull();
    }

    [Fact]
    public void Check_RestoredFile_IsGoodAgain()
    {
        Change("added");
        Check().ShouldNotBeNull();
        File.Delete(In("new.txt"));

        Check().ShouldBeNull();
    }

    private string Change(string what)
    {
        switch (what)
        {
            case "changed":
                Writable(In("agents/a.md"));
                File.AppendAllText(In("agents/a.md"), "more\n");
                return "agents/a.md";
            case "missing":
                MakeWritable(In("agents"));
                File.Delete(In("agents/a.md"));
                return "agents/a.md";
            default:
                MakeWritable(_project.Layout.PluginDirectory(Tool));
                File.WriteAllText(In("new.txt"), "new");
                return "new.txt";
        }
    }

    private string In(string path)
    {
        MakeWritable(_project.Layout.PluginDirectory(Tool));
        return Path.Combine(_project.Layout.PluginDirectory(Tool), path);
    }

    private static void Writable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserWrite);
        }
    }

    private static void MakeWritable(string directory)
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(directory))
        {
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A host an hour from now: what changed just now is not remembered.</summary>
    private HostEnvironment Later => new(_project.Layout, _project.User, new LaterTime(), []);

    private Diagnostic? Check() => TreeIntegrity.Check(Later, Tool, _plugin.Tree, _plugin.Archive);

    private Diagnostic? CheckFully() => TreeIntegrity.CheckFully(_project.Host, Tool, _plugin.Tree, _plugin.Archive);

    private sealed class LaterTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
    }
}
