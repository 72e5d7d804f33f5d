namespace Speckit.Host.Telemetry;

/// <summary>What a batch looks like on the wire.</summary>
public enum TelemetryProtocol
{
    /// <summary>OTLP over HTTP: JSON log records, sent to <c>&lt;endpoint&gt;/v1/logs</c>.</summary>
    Otlp,

    /// <summary>A plain JSON array, sent to the endpoint itself.</summary>
    Https,
}

/// <summary>The names of the protocols.</summary>
public static class TelemetryProtocols
{
    /// <summary>The protocol's name in settings and in JSON.</summary>
    public static string ToName(this TelemetryProtocol protocol) =>
        protocol == TelemetryProtocol.Otlp ? "otlp" : "https";
}
