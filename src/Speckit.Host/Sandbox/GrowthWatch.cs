using System.Diagnostics;
using Speckit.Host.Sandbox.Profiles;

namespace Speckit.Host.Sandbox;

/// <summary>Looks at how much a plugin's own folder has grown since its start, again and again, and ends a plugin that wrote more than its limit of
/// output. What it writes between two looks is written.</summary>
/// <param name="profile">The plugin's folder and limit.</param>
/// <param name="time">The clock.</param>
internal sealed class GrowthWatch(SandboxProfile profile, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause after looks that saw no change: a plugin that waits in a resident host must not keep a machine awake.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    /// <summary>A look may take one part of so many of the time.</summary>
    private const int Share = 50;

    private readonly CancellationTokenSource _ending = new();
    private Task<FolderSize> _before = Task.FromResult(default(FolderSize));

    /// <summary>Why the plugin was ended, or null when it was not.</summary>
    internal string? Reached { get; private set; }

    /// <summary>Looks for the first time, while the sandbox is made.</summary>
    internal void Begin() => _before = Task.Run(() => FolderSize.Of(profile.DataDirectory, process: null));

    /// <summary>Done when the first look is: nothing of the plugin runs before that.</summary>
    internal Task BeganAsync() => _before;

    /// <summary>Looks from now on.</summary>
    /// <param name="process">The plugin's process, or null when it is not known.</param>
    /// <param name="end">Ends the plugin.</param>
    internal void Follow(int? process, Action end) => _ = FollowAsync(process, end, _ending.Token);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }

    private async Task FollowAsync(int? process, Action end, CancellationToken cancellationToken)
    {
        var most = (long)profile.Limits.OutputMegabytes << 20;
        var before = await _before;
        var last = before.Bytes;
        var least = Shortest;
        try
        {
            while (true)
            {
                var begun = Stopwatch.GetTimestamp();
                var now = await Task.Run(() => FolderSize.Of(profile.DataDirectory, process), cancellationToken);
                Reached =
                    now.Bytes - before.Bytes > most ? $"size of its files ({profile.Limits.OutputMegabytes} MiB)"
                    : now.IsClosed && !before.IsClosed ? "size of its files: one of its folders cannot be looked into"
                    : null;
                if (Reached is not null)
                {
                    end();
                    return;
                }

                least = now.Bytes == last ? Shorter(least * 2, Quiet) : Shortest;
                last = now.Bytes;
                var pause = Stopwatch.GetElapsedTime(begun) * Share;
                await Task.Delay(pause < least ? least : Shorter(pause, Longest), time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The plugin has ended.
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
