using System.Diagnostics;
using System.Text;
using Speckit.JsonSchema.Tests.Support;

namespace Speckit.JsonSchema.Tests.Evaluation;

/// <summary>Hostile schemas and instances end in an error, soon.</summary>
public sealed class RobustnessTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"not":{"$ref":"#"}}""")]
    [InlineData("""{"if":{"$ref":"#"}}""")]
    [InlineData("""{"anyOf":[true,{"$ref":"#"}],"unevaluatedProperties":false}""")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"oneOf":[{"$ref":"#/$defs/a"}]}}}""")]
    [InlineData("""{"$dynamicAnchor":"a","$dynamicRef":"#a"}""")]
    [InlineData("""{"dependentSchemas":{"a":{"$ref":"#"}}}""")]
    public void Validate_ReferencesThatConsumeNothing_AreAnError(string schema)
    {
        var error = Json.Error(schema, """{"a":1}""");

        error.Message.ShouldBe("the schema refers back to itself for the same value, without end");
    }

    [Fact]
    public void Validate_ALoopThatConsumes_IsFine() =>
        Json.Validate("""{"type":"array","items":{"$ref":"#"}}""", "[[],[[]]]").IsValid.ShouldBeTrue();

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    public void Validate_ReferencesThatDoubleAtEachLevel_AreWorkedOutOnce(string instance)
    {
        var schema = new StringBuilder("""{"$ref":"#/$defs/0","$defs":{""");
        for (var i = 0; i < 60; i++)
        {
            schema.Append(
                $$"""
                "{{i}}":{"allOf":[{"$ref":"#/$defs/{{i + 1}}"},{"$ref":"#/$defs/{{i + 1}}"}]},
                """
            );
        }

        schema.Append(""" "60":{"type":"boolean"}}}""");
        var watch = Stopwatch.StartNew();

        var result = Json.Validate(schema.ToString(), instance);

        result.Errors.Length.ShouldBe(instance == "true" ? 0 : 1);
        watch.Elapsed.ShouldBeLessThan(Soon);
    }

    [Fact]
    public void Validate_PropertiesThatDoubleAtEachLevel_AreWorkedOutOnce()
    {
        const string Schema = """
            {"$ref":"#/$defs/n","$defs":{"n":{"type":"object","anyOf":[{"properties":{"x":{"$ref":"#/$defs/n"}}},{"properties":{"x":{"$ref":"#/$defs/n"}}}]}}}
            """;
        var watch = Stopwatch.StartNew();

        var instance = string.Concat(Enumerable.Repeat("""{"x":""", 40)) + "1" + new string('}', 40);
        var error = Json.Error(Schema, instance);

        error.InstancePath.ShouldBe(string.Concat(Enumerable.Repeat("/x", 40)));
        watch.Elapsed.ShouldBeLessThan(Soon);
    }

    [Fact]
    public void Validate_AnInstanceThatIsTooDeep_IsAnError()
    {
        var instance = Json.Parse(new string('[', 500) + new string(']', 500), maximumDepth: 1_000);

        var error = Json.Schema("true").Validate(instance).Errors.ShouldHaveSingleItem();

        error.Message.ShouldBe("nested deeper than 128 levels");
        error.InstancePath.Length.ShouldBe(2 * 128);
    }

    [Theory]
    [InlineData(int.MaxValue, 1_000)]
    [InlineData(-1, 1)]
    public void Validate_UnreasonableLimits_AreCut(int given, int expected)
    {
        var deep = new string('[', 5_000) + new string(']', 5_000);
        var schema = Json.Schema("true", new SchemaOptions { MaximumDepth = given });

        var error = schema.Validate(Json.Parse(deep, maximumDepth: 10_000)).Errors.ShouldHaveSingleItem();

        error.Message.ShouldBe($"nested deeper than {expected} levels");
    }

    [Fact]
    public void Compile_TheDeepestSchemaAllowed_IsFine()
    {
        var schema = string.Concat(Enumerable.Repeat("""{"not":""", 998)) + "true" + new string('}', 998);
        var options = new SchemaOptions { MaximumDepth = 1_000 };

        var compilation = JsonSchema.Compile(Json.Parse(schema, maximumDepth: 1_000), options);

        compilation.Schema.ShouldNotBeNull().Validate(Json.Parse("1")).IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Compile_ASchemaThatIsTooDeep_IsAnError()
    {
        var schema = string.Concat(Enumerable.Repeat("""{"not":""", 500)) + "true" + new string('}', 500);

        var compilation = JsonSchema.Compile(Json.Parse(schema, maximumDepth: 1_000));

        compilation.Errors.ShouldHaveSingleItem().Message.ShouldBe("nested deeper than 128 levels");
    }

    [Fact]
    public void Validate_AChainOfManyReferences_EndsAtTheLimit()
    {
        var links = Enumerable
            .Range(0, 20_000)
            .Select(i =>
                $$"""
                    "{{i}}":{"$ref":"#/$defs/{{i + 1}}"}
                    """
            );
        var schema = $$$"""{"$ref":"#/$defs/0","$defs":{"20000":true,{{{string.Join(',', links)}}}}}""";

        Json.Error(schema, "1").Message.ShouldBe("schemas are nested too deeply here: 1024 levels");
    }

    [Fact]
    public void Validate_APatternThatBacktracksForEver_IsStopped()
    {
        var watch = Stopwatch.StartNew();

        // The look-around rules out the matcher that takes linear time.
        var error = Json.Error("""{"pattern":"^(?=a)(a+)+$"}""", $"\"{new string('a', 60)}!\"");

        error.Message.ShouldContain("took too long");
        error.Keyword.ShouldBe("pattern");
        watch.Elapsed.ShouldBeLessThan(Soon);
    }

    [Theory]
    [InlineData("""{"patternProperties":{"^(?=a)(a+)+$":true}}""", "patternProperties")]
    [InlineData("""{"not":{"properties":{"x":{"propertyNames":{"pattern":"^(?=a)(a+)+$"}}}}}""", "pattern")]
    public void Validate_ASlowPatternOnNames_IsStoppedAndNeverValid(string schema, string keyword)
    {
        var name = new string('a', 60) + "!";

        Json.Error(schema, $$$"""{"{{{name}}}":1,"x":{"{{{name}}}":1}}""").Keyword.ShouldBe(keyword);
    }

    [Fact]
    public void Validate_TheSamePatternWithoutLookAround_TakesLinearTime() =>
        Json.Error("""{"pattern":"^(a+)+$"}""", $"\"{new string('a', 10_000)}!\"")
            .Message.ShouldStartWith("expected text");

    [Theory]
    [InlineData("""{"a":"\ud800"}""", "/a")]
    [InlineData("""{"\udc00":1}""", "")]
    public void Validate_TextWithHalfASurrogatePair_IsAnError(string instance, string path)
    {
        var error = Json.Error("true", instance);

        error.InstancePath.ShouldBe(path);
        error.Message.ShouldContain("not well-formed Unicode");
    }

    [Fact]
    public void Validate_NoElement_IsAnError() =>
        Json.Schema("true").Validate(default).Errors.ShouldHaveSingleItem().Message.ShouldBe("there is no value");

    [Fact]
    public void Compile_NoElement_IsAnError() =>
        JsonSchema.Compile(default).Errors.ShouldHaveSingleItem().Message.ShouldBe("there is no value");

    [Fact]
    public async Task Validate_ManyThreadsAtOnce_AgreeAsync()
    {
        var schema = Json.Schema(
            """{"$dynamicAnchor":"n","properties":{"a":{"$dynamicRef":"#n"}},"unevaluatedProperties":false}"""
        );
        var instance = Json.Parse("""{"a":{"a":{"b":1}}}""");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => schema.Validate(instance)))
        );

        results.ShouldAllBe(r => r.Errors.Length == 1 && r.Errors[0].InstancePath == "/a/a/b");
    }
}
