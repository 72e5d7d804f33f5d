using Speckit.Workspace.Backlog;

namespace Speckit.Workspace.Tests.Backlog;

public sealed class BacklogLockTests : IDisposable
{
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(150);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Path => _folder["locks/create"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AcquireAsync_Free_MakesAndDeletesTheFolder()
    {
        using (var held = (await BacklogLock.AcquireAsync(Path, Brief, TimeProvider.System, Cancellation)).Value)
        {
            Directory.Exists(Path).ShouldBeTrue();
            held.IsHeld().ShouldBeTrue();
        }

        Directory.Exists(Path).ShouldBeFalse();
    }

    [Fact]
    public async Task AcquireAsync_HeldByAnother_FailsAfterTheWait()
    {
        using var held = (await BacklogLock.AcquireAsync(Path, Brief, TimeProvider.System, Cancellation)).Value;

        var error = (
            await BacklogLock.AcquireAsync(Path, Brief, TimeProvider.System, Cancellation)
        ).Diagnostics.ShouldHaveSingleItem();

        error.Descriptor.ShouldBe(WorkspaceDiagnostics.BacklogLocked);
        held.IsHeld().ShouldBeTrue();
    }

    [Fact]
    public async Task AcquireAsync_ReleasedWhileWaiting_Succeeds()
    {
        var clock = new TestClock();
        Directory.CreateDirectory(Path);
        clock.OnTimer = () =>
        {
            clock.OnTimer = null;
            Directory.Delete(Path);
        };

        using var held = (await BacklogLock.AcquireAsync(Path, TimeSpan.FromSeconds(30), clock, Cancellation)).Value;

        held.IsHeld().ShouldBeTrue();
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(9, false)]
    public async Task AcquireAsync_NotTouchedFor_IsTakenOverAfterTenSeconds(int seconds, bool taken)
    {
        Directory.CreateDirectory(Path);
        Directory.SetLastWriteTimeUtc(Path, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-seconds));

        var result = await BacklogLock.AcquireAsync(Path, TimeSpan.Zero, TimeProvider.System, Cancellation);

        result.Succeeded.ShouldBe(taken);
        if (taken)
        {
            result.Value.Dispose();
        }
    }

    [Fact]
    public async Task AcquireAsync_FileInTheWay_WaitsAndFails()
    {
        _folder.Write("locks/create", "");

        (await BacklogLock.AcquireAsync(Path, Brief, TimeProvider.System, Cancellation)).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_Stops()
    {
        Directory.CreateDirectory(Path);
        using var cancelled = new CancellationTokenSource(Brief);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            BacklogLock.AcquireAsync(Path, TimeSpan.FromSeconds(30), TimeProvider.System, cancelled.Token)
        );
    }

    [Fact]
    public async Task Dispose_TakenOver_LeavesTheOthersLock()
    {
        var held = (await BacklogLock.AcquireAsync(Path, Brief, TimeProvider.System, Cancellation)).Value;
        Directory.SetLastWriteTimeUtc(Path, new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        held.IsHeld().ShouldBeFalse();
        held.Dispose();
        held.Dispose();

        Directory.Exists(Path).ShouldBeTrue();
    }

    [Fact]
    public async Task Refresh_EveryFiveSeconds_KeepsTheLockFresh()
    {
        var clock = new ManualTimer();
        using var held = (await BacklogLock.AcquireAsync(Path, Brief, clock, Cancellation)).Value;
        var stale = Directory.GetLastWriteTimeUtc(Path);

        clock.Tick(TimeSpan.FromSeconds(5));

        clock.Period.ShouldBe(TimeSpan.FromSeconds(5));
        Directory.GetLastWriteTimeUtc(Path).ShouldBeGreaterThan(stale);
        held.IsHeld().ShouldBeTrue();
    }

    [Fact]
    public void TryCreate_FolderThatCannotBe_Throws() =>
        Should
            .Throw<IOException>(() => LockFolder.TryCreate(_folder["no/such/parent"]))
            .Message.ShouldContain("cannot be made");

    [Fact]
    public void TryDelete_Gone_IsFine() => Should.NotThrow(() => LockFolder.TryDelete(_folder["gone"]));

    [Fact]
    public void Find_WorkTree_IsTheCommonFolder()
    {
        Repository("main/.git");
        _folder.Write("main/.git/worktrees/x/commondir", "../..\n");
        _folder.Write("work/.git", $"gitdir: {_folder["main/.git/worktrees/x"]}\n");
        Directory.CreateDirectory(_folder["work/deep/down"]);

        GitFolder.Find(_folder["work/deep/down"]).ShouldBe(_folder["main/.git"]);
        GitFolder.Find(_folder["main"]).ShouldBe(_folder["main/.git"]);
    }

    [Theory]
    [InlineData("gitdir: elsewhere")]
    [InlineData("something else")]
    public void Find_PointerToNoRepository_IsNone(string pointer)
    {
        _folder.Write(".git", pointer);

        GitFolder.Find(_folder.Path).ShouldBeNull();
    }

    [Fact]
    public void Find_HugePointer_IsNone()
    {
        _folder.Write(".git", "gitdir: " + new string('x', 9000));

        GitFolder.Find(_folder.Path).ShouldBeNull();
    }

    private void Repository(string path)
    {
        _folder.Write($"{path}/HEAD", "ref: refs/heads/main\n");
        Directory.CreateDirectory(_folder[$"{path}/objects"]);
    }

    private sealed class ManualTimer : TimeProvider
    {
        private TimeSpan _elapsed;
        private Action _tick = () => { };

        public TimeSpan Period { get; private set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _elapsed;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Period = period;
            _tick = () => callback(state);
            return new Inert();
        }

        public void Tick(TimeSpan elapsed)
        {
            _elapsed += elapsed;
            _tick();
        }

        private sealed class Inert : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() { }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
