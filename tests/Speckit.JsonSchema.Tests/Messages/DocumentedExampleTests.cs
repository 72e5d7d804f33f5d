using Speckit.JsonSchema.Tests.Support;

namespace Speckit.JsonSchema.Tests.Messages;

/// <summary>The example of docs/reference/json-schema.md.</summary>
public sealed class DocumentedExampleTests
{
    private const string Schema = """
        {
          "type": "object",
          "required": ["target"],
          "properties": {
            "severity": { "enum": ["low", "medium", "high"] },
            "target": { "$ref": "#/$defs/target" }
          },
          "additionalProperties": false,
          "$defs": { "target": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] } }
        }
        """;

    [Fact]
    public void Validate_DocumentedConfiguration_HasTheDocumentedErrors()
    {
        var result = Json.Validate(Schema, """{ "sevreity": "low", "severity": "hihg", "target": 3 }""");

        result.Errors.ShouldBe([
            new ValidationError(
                "/severity",
                "/properties/severity/enum",
                "enum",
                "expected one of \"low\", \"medium\", \"high\", found \"hihg\"; did you mean \"high\"?"
            ),
            new ValidationError(
                "/target",
                "/properties/target/$ref/anyOf",
                "anyOf",
                "expected a string or an array, found 3"
            ),
            new ValidationError(
                "/sevreity",
                "/additionalProperties",
                "additionalProperties",
                "\"sevreity\" is not allowed here; did you mean \"severity\"?"
            ),
        ]);
    }
}
