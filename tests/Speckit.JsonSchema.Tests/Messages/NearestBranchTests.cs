using Speckit.JsonSchema.Tests.Support;

namespace Speckit.JsonSchema.Tests.Messages;

public sealed class NearestBranchTests
{
    private const string Sources = """
        {"KEYWORD":[
          {"type":"string"},
          {"type":"object","required":["kind","path"],"properties":{"kind":{"const":"file"},"path":{"type":"string"}},"additionalProperties":false},
          {"type":"object","required":["kind","url"],"properties":{"kind":{"const":"http"},"url":{"type":"string"},"retries":{"type":"integer"}},"additionalProperties":false}
        ]}
        """;

    [Theory]
    [InlineData("anyOf")]
    [InlineData("oneOf")]
    public void Validate_ABranchIsMeantByItsConstant_TellsThatBranchAlone(string keyword)
    {
        var error = Json.Error(
            Sources.Replace("KEYWORD", keyword, StringComparison.Ordinal),
            """{"kind":"http","url":"x","retries":"3"}"""
        );

        error.ShouldBe(
            new ValidationError(
                "/retries",
                $"/{keyword}/2/properties/retries/type",
                "type",
                "expected an integer, found \"3\""
            )
        );
    }

    [Fact]
    public void Validate_NoConstantTells_TheBranchWithFewestMistakesIsTold() =>
        Json.Error("""{"anyOf":[{"required":["a","b"]},{"required":["c"]}]}""", "{}")
            .Message.ShouldBe("\"c\" is missing");

    [Fact]
    public void Validate_EveryBranchIsOfAnotherType_TellsAllTypesInOneSentence() =>
        Json.Error(
                """{"anyOf":[{"type":"string"},{"type":"array"},{"$ref":"#/$defs/n"}],"$defs":{"n":{"type":"null"}}}""",
                "3"
            )
            .ShouldBe(new ValidationError("", "/anyOf", "anyOf", "expected a string, an array or null, found 3"));

    [Fact]
    public void Validate_BranchesAreConstants_TellsThemInOneSentence() =>
        Json.Error("""{"oneOf":[{"const":"a"},{"const":"b"}]}""", "\"c\"")
            .Message.ShouldBe("expected \"a\" or \"b\", found \"c\"");

    [Fact]
    public void Validate_BranchBehindAReference_HasAPathThroughIt() =>
        Json.Error(
                """{"anyOf":[{"type":"string"},{"$ref":"#/$defs/o"}],"$defs":{"o":{"type":"object","required":["x"]}}}""",
                "{}"
            )
            .SchemaPath.ShouldBe("/anyOf/1/$ref/required");
}
