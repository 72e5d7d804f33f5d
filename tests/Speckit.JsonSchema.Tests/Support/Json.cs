using System.Text.Json;

namespace Speckit.JsonSchema.Tests.Support;

/// <summary>Schemas and instances from text.</summary>
internal static class Json
{
    public static JsonElement Parse(string json, int maximumDepth = 64)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = maximumDepth });
        return document.RootElement.Clone();
    }

    public static JsonSchema Schema(string json, SchemaOptions? options = null)
    {
        var compilation = JsonSchema.Compile(Parse(json), options);
        compilation.Errors.ShouldBeEmpty();
        return compilation.Schema.ShouldNotBeNull();
    }

    public static ValidationResult Validate(string schema, string instance, SchemaOptions? options = null) =>
        Schema(schema, options).Validate(Parse(instance));

    /// <summary>The only error, which there must be.</summary>
    public static ValidationError Error(string schema, string instance, SchemaOptions? options = null) =>
        Validate(schema, instance, options).Errors.ShouldHaveSingleItem();

    public static SchemaError SchemaError(string schema, SchemaOptions? options = null)
    {
        var compilation = JsonSchema.Compile(Parse(schema), options);
        compilation.Schema.ShouldBeNull();
        return compilation.Errors.ShouldHaveSingleItem();
    }
}
