using Speckit.Host.Installed;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;

namespace Speckit.Host.Telemetry;

/// <summary>Records a run of a plugin's command, if telemetry is on and the plugin is no secret. It never fails and never waits for the network.</summary>
/// <param name="host">The project.</param>
public sealed class UsageRecorder(HostEnvironment host)
{
    private readonly SpoolFolder _folder = new(host.User);

    /// <summary>Records a run.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="command">The command's name.</param>
    /// <param name="succeeded">Whether it succeeded.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="cancellationToken">Ends the waiting for other processes.</param>
    /// <returns>Whether it is time to start a sender.</returns>
    public async Task<bool> RecordAsync(
        InstalledPlugin plugin,
        string command,
        bool succeeded,
        TimeSpan duration,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plugin);
        try
        {
            var state = new TelemetrySwitch(host.User, host.Variable).For(host.Project);
            if (!state.IsOn || !IsPublic(plugin, state.Settings!))
            {
                return false;
            }

            var usage = new UsageEvent(
                plugin.Name.ToString(),
                plugin.Version,
                command,
                succeeded,
                (long)duration.TotalMilliseconds
            );
            return UsageLine.Write(usage) is { } line && await AppendAsync(line, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to: nothing is recorded.
            return false;
        }
    }

    private async Task<bool> AppendAsync(byte[] line, CancellationToken cancellationToken)
    {
        using var held = await _folder.TryHoldAsync(host.Time, cancellationToken);

        // Consent may have been withdrawn while this waited; whoever withdraws it holds the lock.
        if (held is null || !new TelemetryConsentFile(host.User).IsThere)
        {
            return false;
        }

        return new SendSchedule(_folder, host.Time).Claim(new UsageSpool(_folder).Append(line));
    }

    /// <summary>Whether everybody may know that the plugin exists: it has no scope, its address in the lock file is just the one that a
    /// public registry has for that name and version, and it was not changed since. Commands of other plugins may be named after
    /// whatever their owner works on.</summary>
    private bool IsPublic(InstalledPlugin plugin, TelemetrySettings settings) =>
        plugin.Name.Scope is null
        && settings.Registries.Any(r => plugin.Resolved == AddressAt(r, plugin.Name, plugin.Version))
        && LockFileReader.Read(host.Project.LockFile).TryGet(out var locked)
        && locked.Plugins.GetValueOrDefault(plugin.Name) is { Modified: false };

    private static string AddressAt(string registry, PluginName name, string version) =>
        new Uri($"{registry}/plugins/{name}/versions/{Uri.EscapeDataString(version)}/download").AbsoluteUri;
}
