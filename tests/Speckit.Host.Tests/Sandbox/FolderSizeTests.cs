using System.Runtime.Versioning;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Sandbox;

[SupportedOSPlatform("linux")]
public sealed class FolderSizeTests
{
    [Fact]
    public void Of_FilesAndLinks_CountsFilesAndFollowsNothing()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("data", "sub"));
        File.WriteAllBytes(folder.At("data", "a"), new byte[100]);
        File.WriteAllBytes(folder.At("data", "sub", "b"), new byte[20]);
        File.WriteAllBytes(folder.At("large"), new byte[10_000]);
        File.CreateSymbolicLink(folder.At("data", "file"), folder.At("large"));
        File.CreateSymbolicLink(folder.At("data", "folder"), folder.Path);

        FolderSize.Of(folder.At("data"), process: null).ShouldBe(new FolderSize(120, IsClosed: false));
        FolderSize.Of(folder.At("none"), process: null).ShouldBe(default);
    }

    [Fact]
    public void Of_AFileWithoutAName_CountsWhileItIsOpen()
    {
        using var folder = new TempFolder();
        using var file = File.Create(folder.At("gone"));
        file.Write(new byte[5_000]);
        file.Flush();
        File.Delete(folder.At("gone"));

        FolderSize.Of(folder.Path, Environment.ProcessId).Bytes.ShouldBe(5_000);
    }

    [Fact]
    public async Task Follow_AFolderThatGrows_EndsThePluginOnceAndNamesTheLimit()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.At("before"), new byte[3 << 20]);
        var profile = new SandboxProfile
        {
            Plugin = "tool",
            ProjectRoot = folder.Path,
            Project = ProjectAccess.None,
            PackageDirectory = folder.Path,
            DataDirectory = folder.Path,
            Limits = new SandboxLimits { OutputMegabytes = 1 },
        };
        using var watch = new GrowthWatch(profile, TimeProvider.System);
        var ended = new TaskCompletionSource();
        watch.Begin();
        await watch.BeganAsync();
        watch.Follow(process: null, ended.SetResult);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        ended.Task.IsCompleted.ShouldBeFalse("what was there before is no growth");

        File.WriteAllBytes(folder.At("more"), new byte[(1 << 20) + 1]);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        watch.Reached.ShouldBe("size of its files (1 MiB)");
    }
}
