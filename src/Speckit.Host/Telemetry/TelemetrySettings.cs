using System.Collections.Immutable;

namespace Speckit.Host.Telemetry;

/// <summary>Where telemetry would go, and of what: <c>telemetry</c> in <c>~/.specify/config.yaml</c>. None of it turns telemetry on.</summary>
public sealed record TelemetrySettings
{
    /// <summary>What holds where a user's file says nothing (JP design §8.6, §9.1).</summary>
    public static TelemetrySettings Default { get; } = new();

    /// <summary>False keeps telemetry off; true is not consent.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Where it goes: https, or http on this machine.</summary>
    public Uri Endpoint { get; init; } = new("https://telemetry.speckit.dev");

    /// <summary>How it is written.</summary>
    public TelemetryProtocol Protocol { get; init; } = TelemetryProtocol.Otlp;

    /// <summary>The registries whose plugins are no secret. Of any other plugin nothing is recorded, not even that there is one.</summary>
    public ImmutableArray<string> Registries { get; init; } = ["https://plugins.speckit.dev"];
}
