using Speckit.Host.Projects;

namespace Speckit.Host.Telemetry;

/// <summary>Decides whether telemetry is on (decisions, 16): only the user's consent on this machine turns it on, and anything turns it off.</summary>
/// <param name="user">The user's state.</param>
/// <param name="variable">Reads an environment variable.</param>
public sealed class TelemetrySwitch(UserLayout user, Func<string, string?> variable)
{
    private readonly TelemetryConsentFile _consent = new(user);

    /// <summary>Whether telemetry is on. While nobody consented it costs one look at the file system.</summary>
    /// <param name="project">The project that a command runs in, or null outside of one.</param>
    public TelemetryState For(ProjectLayout? project)
    {
        if (!_consent.IsThere)
        {
            return TelemetryState.Off("you did not agree to it");
        }

        if (_consent.Read() is not { } consent)
        {
            return TelemetryState.Off("the record of your consent cannot be read");
        }

        if (TelemetryVeto.OfEnvironment(variable) is { } environment)
        {
            return TelemetryState.Off(environment, consent);
        }

        var read = TelemetrySettingsReader.Read(user);
        return !read.TryGet(out var settings)
                ? TelemetryState.Off($"~/.specify/config.yaml has a mistake: {read.Diagnostics[0].Message}", consent)
            : !settings.Enabled ? TelemetryState.Off("telemetry.enabled is false in ~/.specify/config.yaml", consent)
            : !consent.Covers(settings)
                ? TelemetryState.Off(
                    "you agreed to another endpoint, or to fewer registries, than are configured",
                    consent
                )
            : new TelemetryState(consent, settings, WhyOff(project));
    }

    private string? WhyOff(ProjectLayout? project) =>
        (project is null ? null : TelemetryVeto.OfProject(project)) ?? TelemetryVeto.OfPolicy(project, user);
}
