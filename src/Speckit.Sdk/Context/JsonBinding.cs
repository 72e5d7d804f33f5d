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

    public static JsonElement ToElement(JsonObject node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
