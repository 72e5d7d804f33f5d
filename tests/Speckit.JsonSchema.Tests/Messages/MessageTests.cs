using Speckit.JsonSchema.Tests.Support;

namespace Speckit.JsonSchema.Tests.Messages;

/// <summary>What people read who edit a configuration.</summary>
public sealed class MessageTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "\"80\"", "expected an integer, found \"80\"")]
    [InlineData("""{"type":["string","null"]}""", "[1]", "expected a string or null, found an array")]
    [InlineData("""{"type":"boolean"}""", "{}", "expected true or false, found an empty object")]
    [InlineData(
        """{"enum":["low","medium","high"]}""",
        "\"hihg\"",
        "expected one of \"low\", \"medium\", \"high\", found \"hihg\"; did you mean \"high\"?"
    )]
    [InlineData("""{"enum":[1,2]}""", "3", "expected one of 1, 2, found 3")]
    [InlineData("""{"const":"a"}""", "null", "expected \"a\", found null")]
    [InlineData("""{"minimum":1}""", "0.5", "expected at least 1, found 0.5")]
    [InlineData("""{"maximum":1}""", "1.5", "expected at most 1, found 1.5")]
    [InlineData("""{"exclusiveMinimum":1}""", "1", "expected more than 1, found 1")]
    [InlineData("""{"exclusiveMaximum":1}""", "1", "expected less than 1, found 1")]
    [InlineData("""{"multipleOf":0.01}""", "0.125", "expected a multiple of 0.01, found 0.125")]
    [InlineData("""{"minLength":2}""", "\"a\"", "expected at least 2 characters, found \"a\", which has 1 character")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "expected at most 1 item, found 2 items")]
    [InlineData("""{"minProperties":1}""", "{}", "expected at least 1 property, found 0 properties")]
    [InlineData("""{"pattern":"^a"}""", "\"b\"", "expected text that matches \"^a\", found \"b\"")]
    [InlineData("""{"format":"date"}""", "\"1 May\"", "expected a date such as 2026-01-31, found \"1 May\"")]
    [InlineData("""{"required":["name"]}""", "{}", "\"name\" is missing")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1.0]", "expected items that differ, found 1.0 at 0 and at 2")]
    [InlineData(
        """{"dependentRequired":{"user":["password"]}}""",
        """{"user":"x"}""",
        "\"password\" is missing: it is needed where \"user\" is given"
    )]
    [InlineData(
        """{"properties":{"severity":{}},"additionalProperties":false}""",
        """{"sevreity":1}""",
        "\"sevreity\" is not allowed here; did you mean \"severity\"?"
    )]
    [InlineData("""{"additionalProperties":false}""", """{"a":1}""", "\"a\" is not allowed here")]
    [InlineData(
        """{"properties":{"severity":{}},"unevaluatedProperties":false}""",
        """{"sevrity":1}""",
        "\"sevrity\" is not allowed here; did you mean \"severity\"?"
    )]
    [InlineData("""{"prefixItems":[true],"items":false}""", "[1,2]", "no more than 1 item is allowed here, found 2")]
    [InlineData(
        """{"prefixItems":[true],"unevaluatedItems":false}""",
        "[1,2]",
        "no further items are allowed here, found 2"
    )]
    [InlineData(
        """{"propertyNames":{"maxLength":1}}""",
        """{"ab":1}""",
        "the property name \"ab\" is not allowed here: expected at most 1 character, found \"ab\", which has 2 characters"
    )]
    [InlineData(
        """{"contains":{"type":"string"},"minContains":2}""",
        """["a",1]""",
        "expected at least 2 items of the form that \"contains\" describes, found 1"
    )]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", "\"a\" is of a form that is not allowed here")]
    [InlineData("false", "1", "nothing is allowed here, found 1")]
    [InlineData(
        """{"oneOf":[{"minimum":1},{"minimum":2},{"minimum":3}]}""",
        "2",
        "expected exactly one of 3 forms, but 0 and 1 fit"
    )]
    public void Validate_InvalidInstance_SaysWhatWasFoundAndExpected(string schema, string instance, string message) =>
        Json.Error(schema, instance).Message.ShouldBe(message);

    [Fact]
    public void Validate_LongText_IsShortened()
    {
        var message = Json.Error("""{"type":"integer"}""", $"\"{new string('x', 5_000)}\"").Message;

        message.Length.ShouldBeLessThan(120);
        message.ShouldContain("…");
    }

    [Fact]
    public void Validate_ControlCharacters_AreEscaped() =>
        Json.Error("""{"type":"integer"}""", "\"\\u001b[31m\\u202e\"")
            .Message.ShouldBe("expected an integer, found \"\\u001b[31m\\u202e\"");

    [Fact]
    public void Validate_SeveralMistakes_AreAllTold()
    {
        var result = Json.Validate(
            """{"required":["a"],"properties":{"b":{"type":"string"},"c":{"minimum":1}}}""",
            """{"b":1,"c":0}"""
        );

        result.Errors.Select(e => e.InstancePath).ShouldBe(["", "/b", "/c"], ignoreOrder: true);
    }
}
