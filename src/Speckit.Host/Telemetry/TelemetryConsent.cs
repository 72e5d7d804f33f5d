using System.Collections.Immutable;

namespace Speckit.Host.Telemetry;

/// <summary>What a user agreed to.</summary>
/// <param name="Endpoint">Where it may go.</param>
/// <param name="Registries">The registries whose plugins it may be about.</param>
public sealed record TelemetryConsent(string Endpoint, ImmutableArray<string> Registries)
{
    /// <summary>The consent to exactly those settings.</summary>
    public static TelemetryConsent To(TelemetrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(settings.Endpoint.AbsoluteUri, settings.Registries);
    }

    /// <summary>Whether it covers those settings: the same place, and no further registry.</summary>
    public bool Covers(TelemetrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Endpoint == settings.Endpoint.AbsoluteUri
            && settings.Registries.All(r => Registries.Contains(r, StringComparer.Ordinal));
    }
}
