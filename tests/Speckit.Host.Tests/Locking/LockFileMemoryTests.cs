using Speckit.Host.Locking;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Locking;

public sealed class LockFileMemoryTests
{
    [Fact]
    public async Task Read_NobodyChangedIt_IsTheSameObject()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource("tool"));
        var memory = new LockFileMemory(project.Layout.LockFile);

        var first = memory.Read().Value;

        memory.Read().Value.ShouldBeSameAs(first);
        File.SetLastWriteTimeUtc(project.Layout.LockFile, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        memory.Read().Value.ShouldBeSameAs(first);
    }

    [Fact]
    public async Task Read_SomebodyChangedIt_IsWhatIsThere()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource("tool"));
        var memory = new LockFileMemory(project.Layout.LockFile);
        memory.Read().Value.Plugins[PluginName.Parse("tool")].Enabled.ShouldBeFalse();
        var (text, time) = (
            File.ReadAllText(project.Layout.LockFile),
            File.GetLastWriteTimeUtc(project.Layout.LockFile)
        );

        // As long as before and of the same time: only the bytes tell.
        var changed = text.Replace("\"enabled\": false", "\"enabled\":  true");
        File.WriteAllText(project.Layout.LockFile, changed);
        File.SetLastWriteTimeUtc(project.Layout.LockFile, time);
        memory.Read().Value.Plugins[PluginName.Parse("tool")].Enabled.ShouldBeTrue();

        File.WriteAllText(project.Layout.LockFile, text[..^10]);
        memory.Read().Diagnostics[0].Code.ShouldBe("SPK5002");

        File.Delete(project.Layout.LockFile);
        memory.Read().Value.Plugins.ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_ThenRead_IsWhatWasWritten()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource("tool"));
        var memory = new LockFileMemory(project.Layout.LockFile);
        var without = memory.Read().Value.Without(PluginName.Parse("tool"));

        var stamp = memory.Write(without);

        (LockFileStamp.Of(project.Layout.LockFile) == stamp).ShouldBeTrue();
        memory.Read().Value.ShouldBeSameAs(without);
        LockFileReader.Read(project.Layout.LockFile).Value.Plugins.ShouldBeEmpty();
    }
}
