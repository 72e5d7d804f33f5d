using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Manifests.Yaml;

namespace Speckit.Host.Configuration;

/// <summary>Reads a value that a user typed: as the schema wants it, else as YAML would.</summary>
internal static class ValueReader
{
    internal static JsonNode? Read(string typed, JsonObject? schema)
    {
        var text = JsonValue.Create(typed);
        var types = SchemaPlaces.TypesOf(schema);
        if (types is ["string"] || EnvironmentReferences.AreIn(typed) || !TryParse(typed, out var parsed))
        {
            return text;
        }

        var isWanted = types.IsEmpty ? !IsAmong(schema, text) : types.Any(type => Is(parsed, type));
        return isWanted || !(types.IsEmpty || types.Contains("string")) ? parsed : text;
    }

    private static bool TryParse(string typed, out JsonNode? parsed)
    {
        var read = YamlReader.Read("value", typed);
        parsed = read.TryGet(out var node) ? node.ToJson() : null;
        return read.Succeeded && typed.Trim().Length > 0;
    }

    private static bool IsAmong(JsonObject? schema, JsonNode text) =>
        schema?["enum"] is JsonArray choices && choices.Any(choice => JsonNode.DeepEquals(choice, text));

    private static bool Is(JsonNode? value, string type) =>
        value?.GetValueKind() switch
        {
            null => type == "null",
            JsonValueKind.True or JsonValueKind.False => type == "boolean",
            JsonValueKind.Number => type is "number" or "integer",
            JsonValueKind.Object => type == "object",
            JsonValueKind.Array => type == "array",
            _ => type == "string",
        };
}
