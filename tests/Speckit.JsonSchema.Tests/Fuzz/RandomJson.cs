using System.Text.Json;
using System.Text.Json.Nodes;

namespace Speckit.JsonSchema.Tests.Fuzz;

/// <summary>Random instances, and random schemas of which most are nearly right.</summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] Names = ["a", "b", "a/b", "~", "", "ä🐲", "$ref"];

    private static readonly string[] Keywords =
    [
        "type",
        "enum",
        "const",
        "multipleOf",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "required",
        "format",
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "items",
        "prefixItems",
        "additionalItems",
        "contains",
        "minContains",
        "maxContains",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "dependentSchemas",
        "dependentRequired",
        "dependencies",
        "unevaluatedProperties",
        "unevaluatedItems",
        "$ref",
        "$dynamicRef",
        "$anchor",
        "$dynamicAnchor",
        "$id",
        "$schema",
        "$defs",
        "definitions",
        "$vocabulary",
        "title",
        "contentSchema",
    ];

    private static readonly string[] Texts =
    [
        "string",
        "integer",
        "object",
        "array",
        "#",
        "#/$defs/a",
        "#/$defs/b",
        "#a",
        "#/properties/a",
        "other",
        "^a+$",
        "(a|b)*c",
        "(",
        "\\p{L}",
        "date-time",
        "ipv6",
        "regex",
        "2026-01-01T00:00:00Z",
        "::1",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2020-12/schema",
        "urn:x:y",
        "",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "1",
        "2",
        "3.0",
        "-1",
        "0.1",
        "1e308",
        "1e-400",
        "1e999999999999",
        "12345678901234567890",
    ];

    private readonly Random _random = new(seed);

    public JsonElement Instance() => Serialize(Value(4));

    public JsonElement Schema() => Serialize(SchemaNode(4));

    private static JsonElement Serialize(JsonNode? node)
    {
        using var document = JsonDocument.Parse(node?.ToJsonString() ?? "null");
        return document.RootElement.Clone();
    }

    private JsonNode? SchemaNode(int depth)
    {
        if (depth == 0 || _random.Next(8) == 0)
        {
            return _random.Next(6) == 0 ? Value(1) : JsonValue.Create(_random.Next(3) > 0);
        }

        var schema = new JsonObject();
        for (var i = _random.Next(6); i >= 0; i--)
        {
            var keyword = Pick(Keywords);
            schema[keyword] = _random.Next(15) == 0 ? Value(2) : KeywordValue(keyword, depth);
        }

        return schema;
    }

    private JsonNode? KeywordValue(string keyword, int depth) =>
        keyword switch
        {
            "type" => Text("array", "boolean", "integer", "null", "number", "object", "string"),
            "enum" => List(() => Value(2)),
            "const" => Value(2),
            "required" => List(() => Text(Names)),
            "dependentRequired" => Map(() => List(() => Text(Names))),
            "multipleOf" or "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => Number(),
            _ when keyword.StartsWith("min", StringComparison.Ordinal)
                    || keyword.StartsWith("max", StringComparison.Ordinal) => JsonValue.Create(_random.Next(4)),
            "uniqueItems" => JsonValue.Create(true),
            "allOf" or "anyOf" or "oneOf" or "prefixItems" => List(() => SchemaNode(depth - 1)),
            "properties" or "patternProperties" or "dependentSchemas" or "dependencies" or "$defs" or "definitions" =>
                Map(() => SchemaNode(depth - 1)),
            "$anchor" or "$dynamicAnchor" => Text(Names),
            "$ref" or "$dynamicRef" or "$id" or "$schema" or "format" or "pattern" or "title" => Text(Texts),
            "$vocabulary" => Value(1),
            _ => SchemaNode(depth - 1),
        };

    private JsonNode? Value(int depth) =>
        _random.Next(depth > 0 ? 7 : 5) switch
        {
            0 => null,
            1 => JsonValue.Create(_random.Next(2) == 0),
            2 => Number(),
            3 => Text(Texts),
            4 => Text(Names),
            5 => List(() => Value(depth - 1)),
            _ => Map(() => Value(depth - 1)),
        };

    private JsonArray List(Func<JsonNode?> item) => new([.. Enumerable.Range(0, _random.Next(4)).Select(_ => item())]);

    private JsonObject Map(Func<JsonNode?> member)
    {
        var map = new JsonObject();
        for (var i = _random.Next(4); i > 0; i--)
        {
            map[Pick(Names)] = member();
        }

        return map;
    }

    private JsonNode? Number() => JsonNode.Parse(Pick(Numbers));

    private JsonValue Text(params string[] texts) => JsonValue.Create(Pick(texts));

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
