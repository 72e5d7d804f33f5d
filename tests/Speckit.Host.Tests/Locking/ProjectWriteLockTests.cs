using Speckit.Host.Locking;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Locking;

public sealed class ProjectWriteLockTests
{
    [Fact]
    public async Task Acquire_HeldByAnother_TimesOut()
    {
        using var project = new TestProject();
        using var held = ProjectWriteLock.TryAcquire(project.Layout).ShouldNotBeNull();

        var second = await ProjectWriteLock.AcquireAsync(
            project.Layout,
            TimeSpan.FromMilliseconds(50),
            TimeProvider.System,
            default
        );

        second.Diagnostics[0].Code.ShouldBe("SPK5003");
        second.Diagnostics[0].Hint.ShouldNotBeNull();
    }

    [Fact]
    public async Task Acquire_ReleasedMeanwhile_GetsIt()
    {
        using var project = new TestProject();
        var held = ProjectWriteLock.TryAcquire(project.Layout).ShouldNotBeNull();
        var waiting = ProjectWriteLock.AcquireAsync(
            project.Layout,
            TimeSpan.FromSeconds(30),
            TimeProvider.System,
            default
        );
        waiting.IsCompleted.ShouldBeFalse();

        held.Dispose();

        using var second = (await waiting).Value;
        ProjectWriteLock.TryAcquire(project.Layout).ShouldBeNull();
    }

    [Fact]
    public async Task Acquire_Cancelled_Stops()
    {
        using var project = new TestProject();
        using var held = ProjectWriteLock.TryAcquire(project.Layout);
        using var cancellation = new CancellationTokenSource();
        var waiting = ProjectWriteLock.AcquireAsync(
            project.Layout,
            TimeSpan.FromSeconds(30),
            TimeProvider.System,
            cancellation.Token
        );

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Fact]
    public void TryAcquire_NoProject_Throws()
    {
        using var project = new TestProject();
        Directory.Delete(project.Layout.Directory);

        Should.Throw<DirectoryNotFoundException>(() => ProjectWriteLock.TryAcquire(project.Layout));
    }
}
