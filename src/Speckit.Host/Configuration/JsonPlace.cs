using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host.Configuration.Editing;

namespace Speckit.Host.Configuration;

/// <summary>Looks for values in JSON by the parts of their keys.</summary>
internal static class JsonPlace
{
    /// <summary>Whether there is a value, which may be null, and which.</summary>
    internal static bool TryFind(JsonNode? root, IEnumerable<string> parts, out JsonNode? value)
    {
        value = root;
        foreach (var part in parts)
        {
            switch (value)
            {
                case JsonObject map when map.TryGetPropertyValue(part, out var member):
                    value = member;
                    break;
                case JsonArray list when ListIndex.Of(part) is { } i && i < list.Count:
                    value = list[i];
                    break;
                default:
                    value = null;
                    return false;
            }
        }

        return true;
    }

    /// <summary>Every text in the value, with the parts of its key.</summary>
    internal static IEnumerable<(ImmutableArray<string> Parts, string Text)> Texts(JsonNode? node) => Texts(node, []);

    /// <summary>A copy in which each text is what the function makes of it.</summary>
    internal static JsonNode? Map(JsonNode? node, Func<string, JsonNode?> change) =>
        node switch
        {
            JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Map(p.Value, change)))),
            JsonArray list => new JsonArray([.. list.Select(item => Map(item, change))]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => change(value.GetValue<string>()),
            _ => node?.DeepClone(),
        };

    /// <summary>The value as the element that validation takes.</summary>
    internal static JsonElement ToElement(JsonNode? node)
    {
        using var document = JsonDocument.Parse(
            node?.ToJsonString() ?? "null",
            new JsonDocumentOptions { MaxDepth = 256 }
        );
        return document.RootElement.Clone();
    }

    /// <summary>The keys whose values are not the same in both.</summary>
    internal static ImmutableArray<string> Differences(JsonObject before, JsonObject after) =>
        [.. Differences(before, after, [])];

    private static IEnumerable<string> Differences(JsonObject before, JsonObject after, ImmutableArray<string> parts)
    {
        foreach (var key in before.Concat(after).Select(p => p.Key).Distinct(StringComparer.Ordinal))
        {
            var (isOld, isNew) = (
                before.TryGetPropertyValue(key, out var old),
                after.TryGetPropertyValue(key, out var now)
            );
            if (AsMap(old, isOld) is { } below && AsMap(now, isNew) is { } above && below.Count + above.Count > 0)
            {
                foreach (var different in Differences(below, above, parts.Add(key)))
                {
                    yield return different;
                }
            }
            else if (isOld != isNew || !JsonNode.DeepEquals(old, now))
            {
                yield return ConfigurationKey.Of(parts.Add(key));
            }
        }
    }

    /// <summary>What is not there is as good as an empty map.</summary>
    private static JsonObject? AsMap(JsonNode? node, bool exists) => exists ? node as JsonObject : [];

    private static IEnumerable<(ImmutableArray<string> Parts, string Text)> Texts(
        JsonNode? node,
        ImmutableArray<string> parts
    ) =>
        node switch
        {
            JsonObject map => map.SelectMany(p => Texts(p.Value, parts.Add(p.Key))),
            JsonArray list => list.SelectMany((item, i) => Texts(item, parts.Add($"{i}"))),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => [(parts, value.GetValue<string>())],
            _ => [],
        };
}
