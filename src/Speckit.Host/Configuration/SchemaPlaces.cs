using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host.Configuration.Editing;

namespace Speckit.Host.Configuration;

/// <summary>Finds, in a JSON Schema, what it says of one key: enough to explain a value and to read it as it is meant. Whether a value is
/// valid is for the validator alone.</summary>
/// <param name="root">The schema, or null.</param>
internal sealed class SchemaPlaces(JsonObject? root)
{
    private const int MaxReferences = 16;

    /// <summary>The schema of the value at that key, or null when it is not said plainly.</summary>
    internal JsonObject? OfValue(IEnumerable<string> parts)
    {
        var schema = Follow(root);
        foreach (var part in parts)
        {
            schema = schema is null ? null : Below(schema, part);
            if (schema is null)
            {
                return null;
            }
        }

        return schema;
    }

    /// <summary>The schema that holds the keyword at that place, as the validator names it.</summary>
    internal JsonObject? OfKeyword(string schemaPath)
    {
        JsonNode? node = root;
        foreach (var part in ConfigurationKey.PartsOf(schemaPath)[..^1])
        {
            node =
                part is "$ref" or "$dynamicRef" ? Follow(node as JsonObject)
                : JsonPlace.TryFind(node, [part], out var below) ? below
                : null;
        }

        return node as JsonObject;
    }

    /// <summary>The keys that the schema knows for the map at that key.</summary>
    internal ImmutableArray<string> KeysOf(IEnumerable<string> parts) =>
        OfValue(parts)?["properties"] is JsonObject properties ? [.. properties.Select(p => p.Key)] : [];

    /// <summary>The names of the types that a schema allows; empty when it does not say.</summary>
    internal static ImmutableArray<string> TypesOf(JsonObject? schema) =>
        schema?["type"] switch
        {
            JsonValue one when TextOf(one) is { } type => [type],
            JsonArray several => [.. several.Select(TextOf).OfType<string>()],
            _ => [],
        };

    /// <summary>A keyword's text, or null.</summary>
    internal static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private JsonObject? Below(JsonObject schema, string part)
    {
        if (schema["properties"] is JsonObject properties && properties[part] is JsonObject property)
        {
            return Follow(property);
        }

        if (ListIndex.Of(part) is { } index && !AllowsMap(schema))
        {
            return Item(schema, index);
        }

        var branch = schema["allOf"] is JsonArray all
            ? all.OfType<JsonObject>()
                .Select(s => Follow(s) is { } b ? Below(b, part) : null)
                .FirstOrDefault(s => s is not null)
            : null;
        return branch ?? Follow(schema["additionalProperties"] as JsonObject);
    }

    private JsonObject? Item(JsonObject schema, int index)
    {
        var positional = schema["prefixItems"] as JsonArray ?? schema["items"] as JsonArray;
        return Follow(
            positional is not null && index < positional.Count
                ? positional[index] as JsonObject
                : schema["items"] as JsonObject
        );
    }

    private static bool AllowsMap(JsonObject schema) => TypesOf(schema).Contains("object");

    /// <summary>The schema behind its references, as far as they stay in this document.</summary>
    private JsonObject? Follow(JsonObject? schema)
    {
        for (var i = 0; i < MaxReferences && schema is not null; i++)
        {
            if (TextOf(schema["$ref"]) is not { } reference)
            {
                return schema;
            }

            schema =
                reference.StartsWith('#')
                && JsonPlace.TryFind(
                    root,
                    ConfigurationKey.PartsOf(Uri.UnescapeDataString(reference[1..])),
                    out var found
                )
                    ? found as JsonObject
                    : null;
        }

        return schema;
    }
}
