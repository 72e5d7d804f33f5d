using System.Globalization;
using System.Text;
using Speckit.Packaging.Files;

namespace Speckit.Host.Telemetry;

/// <summary>When to send next: at most once an hour, sooner when much waits, later and later while it fails. Whoever calls holds the folder's
/// lock.</summary>
/// <param name="folder">Where it is remembered.</param>
/// <param name="time">The clock.</param>
internal sealed class SendSchedule(SpoolFolder folder, TimeProvider time)
{
    /// <summary>So much does not wait for the hour: a few hundred lines.</summary>
    internal const long Much = 64 * 1024;

    internal static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
    private const int MaxLength = 64;
    private const int MaxFailures = 16;

    /// <summary>Whether a sender is to be started now; the next one is to be started an hour later then.</summary>
    /// <param name="waiting">The bytes that wait.</param>
    internal bool Claim(long waiting)
    {
        var now = time.GetUtcNow();
        var (next, failures) = Read();
        var sooner = failures == 0 && waiting >= Much ? next - Interval + Least : next;
        if (now < sooner)
        {
            return false;
        }

        Write(now + Interval, failures);
        return true;
    }

    /// <summary>When to send next.</summary>
    internal DateTimeOffset Next => Read().Next;

    /// <summary>Sending worked.</summary>
    internal void Succeeded() => Write(Read().Next, 0);

    /// <summary>Sending failed: the waiting time doubles.</summary>
    internal void Failed()
    {
        var failures = Math.Min(Read().Failures + 1, MaxFailures);
        var pause = Interval * Math.Pow(2, failures);
        Write(time.GetUtcNow() + (pause < Longest ? pause : Longest), failures);
    }

    /// <summary>What is remembered: the Unix time in seconds, and the failures in a row. Anything that cannot be right counts as nothing: a
    /// clock that was wrong once must not stop sending for years.</summary>
    private (DateTimeOffset Next, int Failures) Read()
    {
        var text = PlainFile.ReadAll(folder.Schedule, MaxLength).TryGet(out var bytes)
            ? Encoding.ASCII.GetString(bytes).Split(' ')
            : [];
        return
            text is [var seconds, var count]
            && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var next)
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var failures)
            && next <= (time.GetUtcNow() + Longest).ToUnixTimeSeconds()
            ? (DateTimeOffset.FromUnixTimeSeconds(next), Math.Min(failures, MaxFailures))
            : (DateTimeOffset.UnixEpoch, 0);
    }

    private void Write(DateTimeOffset next, int failures) =>
        AtomicFile.Write(
            folder.Schedule,
            Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{next.ToUnixTimeSeconds()} {failures}")
            ),
            AtomicFile.Private
        );
}
