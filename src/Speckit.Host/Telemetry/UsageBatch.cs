using System.Collections.Immutable;

namespace Speckit.Host.Telemetry;

/// <summary>The one batch that is being sent. Its file's name says how far it is, so that a sender that is killed leaves no doubt: no byte
/// of it left, or it may have arrived. What may have arrived is never sent again.</summary>
/// <param name="folder">Where it is.</param>
/// <param name="consent">While it is there, sending is allowed.</param>
/// <param name="time">The clock.</param>
internal sealed class UsageBatch(SpoolFolder folder, TelemetryConsentFile consent, TimeProvider time)
{
    /// <summary>After this time a batch that cannot be sent is deleted.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    /// <summary>Takes the batch that an earlier sender kept, or else all that was recorded.</summary>
    /// <returns>Its events; empty when there is nothing to send.</returns>
    internal async Task<ImmutableArray<UsageEvent>> TakeAsync(CancellationToken cancellationToken)
    {
        using var held = await folder.TryHoldAsync(time, cancellationToken);
        if (held is null || !consent.IsThere)
        {
            return [];
        }

        Done();
        if (File.Exists(folder.Batch) && time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(folder.Batch) > MaxAge)
        {
            File.Delete(folder.Batch);
        }

        if (!File.Exists(folder.Batch) && File.Exists(folder.Spool))
        {
            File.Move(folder.Spool, folder.Batch);
        }

        if (!File.Exists(folder.Batch))
        {
            return [];
        }

        var events = UsageSpool.Read(folder.Batch);
        if (events.IsEmpty)
        {
            File.Delete(folder.Batch);
        }

        return events;
    }

    /// <summary>Called when the first byte is about to leave.</summary>
    /// <exception cref="IOException">The user withdrew the consent meanwhile: nothing leaves.</exception>
    internal async Task LeaveAsync(CancellationToken cancellationToken)
    {
        using var held = await folder.TryHoldAsync(time, cancellationToken);
        if (held is null || !consent.IsThere)
        {
            throw new IOException("telemetry was turned off");
        }

        File.Move(folder.Batch, folder.InFlight);
    }

    /// <summary>It arrived, or may have.</summary>
    internal void Done()
    {
        if (File.Exists(folder.InFlight))
        {
            File.Delete(folder.InFlight);
        }
    }

    /// <summary>It was answered that it did not arrive: it is sent again later.</summary>
    internal async Task ReturnAsync(CancellationToken cancellationToken)
    {
        using var held = await folder.TryHoldAsync(time, cancellationToken);
        if (held is not null && File.Exists(folder.InFlight))
        {
            File.Move(folder.InFlight, folder.Batch);
        }
    }
}
