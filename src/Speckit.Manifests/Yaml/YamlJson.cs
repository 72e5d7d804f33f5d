using System.Text.Json.Nodes;

namespace Speckit.Manifests.Yaml;

/// <summary>YAML as JSON: YAML 1.2's core schema decides the types, keys are their text.</summary>
public static class YamlJson
{
    /// <summary>The node as JSON; null for YAML's null. Never fails: the reader refused what JSON cannot carry.</summary>
    public static JsonNode? ToJson(this YamlNode node) =>
        node switch
        {
            YamlScalar scalar => ToJson(scalar),
            YamlSequence sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
            _ => ToJson((YamlMapping)node),
        };

    /// <summary>The mapping as a JSON object, keys in the order of the file.</summary>
    public static JsonObject ToJson(this YamlMapping mapping)
    {
        var json = new JsonObject();
        foreach (var entry in mapping.Entries)
        {
            json.Add(entry.Key, entry.Value.ToJson());
        }

        return json;
    }

    private static JsonValue? ToJson(YamlScalar scalar) =>
        scalar.Type switch
        {
            YamlScalarType.Null => null,
            YamlScalarType.Boolean => JsonValue.Create(CoreSchema.ToBoolean(scalar.Text)),
            YamlScalarType.Integer => JsonValue.Create(CoreSchema.ToInteger(scalar.Text)),
            YamlScalarType.Float => JsonValue.Create(CoreSchema.ToFloat(scalar.Text)),
            _ => JsonValue.Create(scalar.Text),
        };
}
