using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Events;

/// <summary>Decides whether an event has the properties that a hook asks for (formats: "plugin.yaml", hooks).</summary>
public static class EventFilter
{
    /// <summary>Whether each property of the filter is in the event's payload, or is its <c>feature</c>, <c>taskId</c> or <c>source</c>,
    /// with the wanted value or one of the wanted values.</summary>
    public static bool Matches(JsonObject? filter, EventEnvelope envelope) =>
        filter is null || filter.All(wanted => MatchesOne(wanted.Key, wanted.Value, envelope));

    private static bool MatchesOne(string property, JsonNode? wanted, EventEnvelope envelope)
    {
        var actual = Find(property, envelope);
        return wanted is JsonArray any
            ? any.Any(value => JsonNode.DeepEquals(value, actual))
            : JsonNode.DeepEquals(wanted, actual);
    }

    private static JsonNode? Find(string property, EventEnvelope envelope)
    {
        if (
            envelope.Payload is { ValueKind: JsonValueKind.Object } payload
            && payload.TryGetProperty(property, out var value)
        )
        {
            return JsonNode.Parse(value.GetRawText());
        }

        return property switch
        {
            "feature" => envelope.Feature,
            "taskId" => envelope.TaskId,
            "source" => envelope.Source,
            _ => null,
        };
    }
}
