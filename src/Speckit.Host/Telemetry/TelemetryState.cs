namespace Speckit.Host.Telemetry;

/// <summary>Whether telemetry is on for a run, and if not, why.</summary>
/// <param name="Consent">What the user agreed to, or null.</param>
/// <param name="Settings">Where it would go; null where nobody consented, or the settings cannot be read.</param>
/// <param name="WhyOff">Why it is off, or null when it is on.</param>
public sealed record TelemetryState(TelemetryConsent? Consent, TelemetrySettings? Settings, string? WhyOff)
{
    /// <summary>Whether runs are recorded and sent.</summary>
    public bool IsOn => WhyOff is null && Settings is not null;

    internal static TelemetryState Off(string why, TelemetryConsent? consent = null) => new(consent, null, why);
}
