using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Telemetry;

/// <summary>Turns telemetry on and off for a user, and looks at what waits.</summary>
/// <param name="user">The user's state.</param>
/// <param name="time">The clock.</param>
public sealed class TelemetryControl(UserLayout user, TimeProvider time)
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TelemetryConsentFile _consent = new(user);
    private readonly SpoolFolder _folder = new(user);

    /// <summary>What a consent would be about.</summary>
    /// <returns>The settings, or the mistakes of <c>~/.specify/config.yaml</c>.</returns>
    public Result<TelemetrySettings> Settings => TelemetrySettingsReader.Read(user);

    /// <summary>Records that waits to be sent.</summary>
    public int Waiting => new UsageSpool(_folder).Count();

    /// <summary>When they are sent, at the first run after it; null when that is the next run.</summary>
    public DateTimeOffset? Next =>
        new SendSchedule(_folder, time).Next is var next && next > time.GetUtcNow() ? next : null;

    /// <summary>Stores the user's consent. What was recorded for another one is deleted, not sent elsewhere.</summary>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public async Task ConsentAsync(TelemetryConsent consent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consent);
        await WithdrawAsync(cancellationToken);
        Directory.CreateDirectory(user.Directory);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder.Path);
        }
        else
        {
            Directory.CreateDirectory(_folder.Path, OwnersAlone);
        }

        _consent.Write(consent);
    }

    /// <summary>Forgets the consent and deletes all that waits.</summary>
    /// <returns>How many records were deleted.</returns>
    /// <exception cref="IOException">Something cannot be deleted; the consent is gone.</exception>
    public async Task<int> WithdrawAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder.Path))
        {
            return 0;
        }

        // The consent goes first, whoever holds the lock: from now on nobody records or sends.
        File.Delete(_consent.FilePath);
        using var held = await _folder.TryHoldAsync(time, cancellationToken);
        var waiting = Waiting;
        foreach (var path in Directory.EnumerateFiles(_folder.Path))
        {
            File.Delete(path);
        }

        TryDeleteFolder();
        return waiting;
    }

    private void TryDeleteFolder()
    {
        try
        {
            Directory.Delete(_folder.Path);
        }
        catch (IOException)
        {
            // Somebody keeps a file of their own in it, or another command looks at the lock.
        }
    }
}
