using System.Text.Json;
using Speckit.JsonSchema.Tests.Support;

namespace Speckit.JsonSchema.Tests.Compilation;

public sealed class SchemaErrorTests
{
    [Theory]
    [InlineData("1", "", "expected a schema, which is an object, true or false; found 1")]
    [InlineData(
        """{"properties":{"a":[]}}""",
        "/properties/a",
        "expected a schema, which is an object, true or false; found an empty array"
    )]
    [InlineData(
        """{"$defs":{"unused":{"minLength":-1}}}""",
        "/$defs/unused/minLength",
        "\"minLength\": expected a whole number from 0, found -1"
    )]
    [InlineData("""{"type":"sting"}""", "/type", "did you mean \"string\"?")]
    [InlineData("""{"type":["string",1]}""", "/type/1", "found 1")]
    [InlineData("""{"type":[]}""", "/type", "not empty")]
    [InlineData("""{"enum":"a"}""", "/enum", "\"enum\": expected an array, found \"a\"")]
    [InlineData("""{"required":"a"}""", "/required", "expected a list of property names, found \"a\"")]
    [InlineData("""{"required":[1]}""", "/required", "expected a list of property names")]
    [InlineData("""{"properties":[]}""", "/properties", "\"properties\": expected an object")]
    [InlineData("""{"allOf":[]}""", "/allOf", "a list of schemas that is not empty")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf", "a number above 0")]
    [InlineData("""{"maximum":"1"}""", "/maximum", "expected a number")]
    [InlineData("""{"uniqueItems":1}""", "/uniqueItems", "true or false")]
    [InlineData("""{"maxContains":0.5,"contains":true}""", "/maxContains", "whole number")]
    [InlineData("""{"title":1}""", "/title", "expected a string")]
    [InlineData("""{"pattern":"("}""", "/pattern", "\"(\" is not a regular expression: a closing ')' is missing")]
    [InlineData("""{"patternProperties":{"[":true}}""", "/patternProperties/[", "not a regular expression")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", "/dependentRequired/a", "a list of property names")]
    [InlineData("""{"$ref":1}""", "/$ref", "expected a string")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "/$ref", "\"#/$defs/none\" leads nowhere")]
    [InlineData("""{"$ref":"#none"}""", "/$ref", "leads nowhere")]
    [InlineData("""{"$ref":"https://x.test/other.json"}""", "/$ref", "names no known document")]
    [InlineData("""{"$dynamicRef":"#none"}""", "/$dynamicRef", "leads nowhere")]
    [InlineData("""{"$id":"https://x.test/a#b"}""", "/$id", "without a fragment")]
    [InlineData("""{"$anchor":"1a"}""", "/$anchor", "expected a name")]
    [InlineData("""{"$anchor":"a","not":{"$anchor":"a"}}""", "/not/$anchor", "given twice")]
    [InlineData("""{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}""", "/$defs/b", "given to two schemas")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#"}""", "/$schema", "use draft-07 or 2020-12")]
    [InlineData("""{"if":3}""", "/if", "expected a schema")]
    public void Compile_BadSchema_SaysWhereAndWhy(string schema, string path, string message)
    {
        var error = Json.SchemaError(schema);

        error.SchemaPath.ShouldBe(path);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public void Compile_SeveralMistakes_AreAllTold() =>
        JsonSchema
            .Compile(Json.Parse("""{"type":"x","minimum":"1","properties":{"a":2}}"""))
            .Errors.Select(e => e.SchemaPath)
            .ShouldBe(["/type", "/minimum", "/properties/a"]);

    [Fact]
    public void Compile_MistakeInAnotherDocument_NamesThatDocument()
    {
        var error = Json.SchemaError(
            """{"$ref":"https://x.test/other.json"}""",
            With("https://x.test/other.json", """{"type":"x"}""")
        );

        error.SchemaPath.ShouldBe("https://x.test/other.json#/type");
    }

    [Fact]
    public void Compile_MetaschemaRequiresAnUnknownVocabulary_IsAnError()
    {
        var options = With("https://x.test/meta", """{"$vocabulary":{"https://x.test/vocab":true}}""");

        Json.SchemaError("""{"$schema":"https://x.test/meta"}""", options)
            .Message.ShouldContain("\"https://x.test/vocab\"");
    }

    [Fact]
    public void Compile_MetaschemasInACircle_AreAnError()
    {
        var options = new SchemaOptions
        {
            Documents = new Dictionary<Uri, JsonElement>
            {
                [new Uri("https://x.test/a")] = Json.Parse("""{"$schema":"https://x.test/b"}"""),
                [new Uri("https://x.test/b")] = Json.Parse("""{"$schema":"https://x.test/a"}"""),
            },
        };

        Json.SchemaError("""{"$schema":"https://x.test/a"}""", options).Message.ShouldContain("is not supported");
    }

    private static SchemaOptions With(string uri, string document) =>
        new() { Documents = new Dictionary<Uri, JsonElement> { [new Uri(uri)] = Json.Parse(document) } };
}
