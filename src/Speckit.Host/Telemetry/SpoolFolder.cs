using Speckit.Host.Projects;

namespace Speckit.Host.Telemetry;

/// <summary>The files of <c>~/.specify/telemetry</c>.</summary>
/// <param name="user">The user's state.</param>
internal sealed class SpoolFolder(UserLayout user)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    internal string Path => user.TelemetryDirectory;

    /// <summary>Recorded, not taken for sending yet.</summary>
    internal string Spool => At("spool.jsonl");

    /// <summary>Taken for sending; no byte of it has left.</summary>
    internal string Batch => At("batch.jsonl");

    /// <summary>Being sent: whether it arrived is not known yet, or never will be.</summary>
    internal string InFlight => At("sending.jsonl");

    /// <summary>When to send next.</summary>
    internal string Schedule => At("schedule");

    /// <summary>Held by whoever changes the files; never while something waits for the network.</summary>
    internal string Lock => At("lock");

    /// <summary>Held by the one sender for as long as it runs.</summary>
    internal string SenderLock => At("sender.lock");

    /// <summary>Whether there is anything to send, or to tidy up.</summary>
    internal bool HasWork => File.Exists(Spool) || File.Exists(Batch) || File.Exists(InFlight);

    /// <summary>Takes a lock for a moment. Null when others hold it for too long, or when the folder is gone: what is not recorded is no loss
    /// that a command should wait for.</summary>
    internal async Task<IDisposable?> TryHoldAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (TryHold(Lock) is { } held)
            {
                return held;
            }

            if (time.GetElapsedTime(start) > Patience || !Directory.Exists(Path))
            {
                return null;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Takes a lock if it is free. The system releases it when its holder ends, however it ends.</summary>
    internal static FileStream? TryHold(string path)
    {
        try
        {
            return Open(path, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Opens or creates a file that is its owner's alone.</summary>
    internal static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private string At(string name) => System.IO.Path.Combine(user.TelemetryDirectory, name);
}
