using System.Text.Json;
using Speckit.JsonSchema.Tests.Support;

namespace Speckit.JsonSchema.Tests.Compilation;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("http://json-schema.org/draft-07/schema#", """{"type":1}""", false)]
    [InlineData("http://json-schema.org/draft-07/schema", """{"type":"string"}""", true)]
    [InlineData("https://json-schema.org/draft/2020-12/schema", """{"properties":{"a":{"type":1}}}""", false)]
    [InlineData("https://json-schema.org/draft/2020-12/schema", """{"properties":{"a":true}}""", true)]
    [InlineData("https://json-schema.org/draft/2020-12/meta/format-assertion", """{"format":1}""", false)]
    public void Validate_AgainstAMetaschema_NeedsNoRegistration(string uri, string schema, bool expected) =>
        Json.Validate($$"""{"$ref":"{{uri}}"}""", schema).IsValid.ShouldBe(expected);

    [Theory]
    [InlineData("https://x.test")]
    [InlineData("https://x.test/")]
    public void Compile_BareHost_IsFoundHoweverItIsWritten(string reference)
    {
        var options = new SchemaOptions
        {
            Documents = new Dictionary<Uri, JsonElement> { [new Uri("https://x.test")] = Json.Parse("false") },
        };

        Json.Validate($$"""{"$ref":"{{reference}}"}""", "1", options).IsValid.ShouldBeFalse();
    }

    [Theory]
    [InlineData(
        """{"$schema":"http://json-schema.org/draft-07/schema#","$id":"https://x.test/old","items":[{"type":"string"}],"dependentRequired":{"a":["b"]}}"""
    )]
    public void Validate_EmbeddedSchemaOfAnotherDraft_FollowsThatDraft(string old)
    {
        var schema = $$$"""{"$ref":"https://x.test/old","$defs":{"old":{{{old}}}}}""";

        Json.Validate(schema, """{"a":1}""").IsValid.ShouldBeTrue();
        Json.Error(schema, "[1]").SchemaPath.ShouldBe("/$ref/items/0/type");
    }

    [Fact]
    public void Validate_Draft07Reference_ReplacesWhatStandsBesideIt()
    {
        var options = new SchemaOptions { DefaultDraft = SchemaDraft.Draft07 };

        Json.Validate("""{"$ref":"#/definitions/a","type":"string","definitions":{"a":true}}""", "1", options)
            .IsValid.ShouldBeTrue();
        Json.Validate("""{"$ref":"#/$defs/a","type":"string","$defs":{"a":true}}""", "1").IsValid.ShouldBeFalse();
    }

    [Fact]
    public void Compile_DisposedDocument_IsNotNeededAnyMore()
    {
        JsonSchema schema;
        using (var document = JsonDocument.Parse("""{"const":{"a":[1]}}"""))
        {
            schema = JsonSchema.Compile(document.RootElement).Schema.ShouldNotBeNull();
        }

        schema.Validate(Json.Parse("""{"a":[1.0]}""")).IsValid.ShouldBeTrue();
    }
}
