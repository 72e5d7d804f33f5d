using Speckit.Manifests.Diagnostics;

namespace Speckit.Workspace.Backlog;

/// <summary>
/// A lock that Backlog.md respects and that respects Backlog.md's: a folder made by whoever holds it, touched every five
/// seconds, and anybody's after ten seconds without a touch.
/// </summary>
internal sealed class BacklogLock : IDisposable
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Touch = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private DateTime _touched;
    private bool _released;

    private BacklogLock(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        _touched = Directory.GetLastWriteTimeUtc(path);
        _timer = time.CreateTimer(_ => Refresh(), null, Touch, Touch);
    }

    /// <summary>Takes the lock, waiting for it as long as said.</summary>
    /// <param name="path">The folder to make.</param>
    /// <param name="wait">How long to wait for another holder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<Result<BacklogLock>> AcquireAsync(
        string path,
        TimeSpan wait,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var start = time.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (LockFolder.TryCreate(path))
            {
                return new BacklogLock(path, time);
            }

            if (IsStale(path, time))
            {
                LockFolder.TryDelete(path);
                continue;
            }

            if (time.GetElapsedTime(start) >= wait)
            {
                return WorkspaceDiagnostics.BacklogLocked.Error(
                    $"Another process has been holding the backlog lock '{path}' for {wait.TotalSeconds:0} seconds.",
                    "try again when it is done"
                );
            }

            await Task.Delay(Retry, time, cancellation);
        }
    }

    /// <summary>Whether the lock is still ours: false when somebody took it for stale and took it over.</summary>
    public bool IsHeld()
    {
        lock (_gate)
        {
            return !_released && IsOurs();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            if (!_released && IsOurs())
            {
                LockFolder.TryDelete(_path);
            }

            _released = true;
        }
    }

    private static bool IsStale(string path, TimeProvider time) =>
        Directory.Exists(path) && time.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(path) > Stale;

    private bool IsOurs() => Directory.Exists(_path) && Directory.GetLastWriteTimeUtc(_path) == _touched;

    private void Refresh()
    {
        lock (_gate)
        {
            // Whole seconds survive every file system's precision.
            if (!_released && IsOurs())
            {
                var now = _time.GetUtcNow().UtcDateTime;
                Directory.SetLastWriteTimeUtc(_path, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
                _touched = Directory.GetLastWriteTimeUtc(_path);
            }
        }
    }
}
