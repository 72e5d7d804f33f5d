using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Host.Telemetry;

namespace Speckit.Cli.Commands.Telemetry;

/// <summary>Telemetry as data for <c>--json</c>.</summary>
internal static class TelemetryJson
{
    internal static JsonObject Of(TelemetryState state, TelemetryControl control)
    {
        var settings = state.Settings ?? (control.Settings.TryGet(out var read) ? read : null);
        return new JsonObject
        {
            ["enabled"] = state.IsOn,
            ["why"] = state.WhyOff,
            ["consented"] = state.Consent is not null,
            ["endpoint"] = settings is null ? null : TelemetryNotice.EndpointOf(settings),
            ["protocol"] = settings?.Protocol.ToName(),
            ["registries"] = JsonLists.Of(settings?.Registries ?? []),
            ["fields"] = JsonLists.Of(UsageField.All.Select(f => f.Name)),
            ["waiting"] = control.Waiting,
            ["next"] = control.Next?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
    }
}
