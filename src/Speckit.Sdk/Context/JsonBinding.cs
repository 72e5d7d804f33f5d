using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Speckit.Sdk.Context;

/// <summary>Turns JSON that people wrote into types, and nodes into elements.</summary>
internal static class JsonBinding
{
    private static readonly JsonElement s_nothing = ToElement([]);

    /// <summary>Reads a value; an undefined one is read as an empty object.</summary>
    /// <exception cref="UsageException">It has another form.</exception>
    public static T Read<T>(JsonElement value, JsonTypeInfo<T> type, string label)
    {
        try
        {
            return (value.ValueKind == JsonValueKind.Undefined ? s_nothing : value).Deserialize(type)
                ?? throw new UsageException($"{label} must not be null.");
        }
        catch (JsonException e)
        {
            throw new UsageException($"{label} is not what the plugin expects: {e.Message}", e);
        }
    }

    /// <summary>An object that may be absent; undefined when it is.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static JsonElement ObjectOrNothing(JsonElement? value, string name) =>
        value switch
        {
            null or { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => default,
            { ValueKind: JsonValueKind.Object } => value.Value,
            _ => throw new UsageException($"'{name}' must be a JSON object."),
        };

    public static JsonElement ToElement(JsonObject node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
