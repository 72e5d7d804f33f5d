using Speckit.JsonSchema.Tests.Support;

namespace Speckit.JsonSchema.Tests.Evaluation;

public sealed class PathTests
{
    [Theory]
    [InlineData(
        """{"properties":{"a/b":{"items":{"type":"string"}}}}""",
        """{"a/b":["x",1]}""",
        "/a~1b/1",
        "/properties/a~1b/items/type"
    )]
    [InlineData(
        """{"$ref":"#/$defs/x","$defs":{"x":{"$ref":"#/$defs/y"},"y":{"type":"string"}}}""",
        "1",
        "",
        "/$ref/$ref/type"
    )]
    [InlineData("""{"if":true,"then":{"const":1}}""", "2", "", "/then/const")]
    [InlineData("""{"if":false,"else":{"const":1}}""", "2", "", "/else/const")]
    [InlineData("""{"allOf":[true,{"const":1}]}""", "2", "", "/allOf/1/const")]
    [InlineData("""{"patternProperties":{"^m~":false}}""", """{"m~n":1}""", "/m~0n", "/patternProperties/^m~0")]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", """{"a":1}""", "", "/dependentSchemas/a/required")]
    [InlineData("""{"contains":{"const":1},"maxContains":1}""", "[1,1]", "", "/maxContains")]
    public void Validate_InvalidInstance_NamesBothPlaces(
        string schema,
        string instance,
        string instancePath,
        string schemaPath
    )
    {
        var error = Json.Error(schema, instance);

        error.InstancePath.ShouldBe(instancePath);
        error.SchemaPath.ShouldBe(schemaPath);
    }

    [Fact]
    public void Validate_DynamicReference_IsInThePath() =>
        Json.Error(
                """{"$id":"https://x.test/tree","$dynamicAnchor":"node","type":"object","properties":{"child":{"$dynamicRef":"#node"}}}""",
                """{"child":{"child":1}}"""
            )
            .SchemaPath.ShouldBe("/properties/child/$dynamicRef/properties/child/$dynamicRef/type");
}
