using System.Text.Json;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace SecurityScanner;

/// <summary>Scans what the implementation phase made: its artifacts, or else the files that changed.</summary>
internal sealed class PostImplementHook : EventHook
{
    public override async Task HandleAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        var run = new ScanRun(context);
        var artifacts = Artifacts(envelope.Payload);
        var options = run.Configured(threshold: null, includeTests: false) with
        {
            Feature = envelope.Feature,
            Artifacts = artifacts,
            ChangedOnly = artifacts.Count == 0,
        };
        await run.RunAsync(options, createTasks: true, mostTasks: null, cancellationToken);
    }

    private static List<string> Artifacts(JsonElement? payload)
    {
        if (
            payload is not { ValueKind: JsonValueKind.Object } values
            || !values.TryGetProperty("artifacts"u8, out var list)
            || list.ValueKind != JsonValueKind.Array
        )
        {
            return [];
        }

        return
        [
            .. list.EnumerateArray()
                .Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => item.GetString()!),
        ];
    }
}
