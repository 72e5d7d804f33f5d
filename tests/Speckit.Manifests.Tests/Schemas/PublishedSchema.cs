using System.Text.Json;
using Speckit.JsonSchema;
using Validator = Speckit.JsonSchema.JsonSchema;

namespace Speckit.Manifests.Tests.Schemas;

/// <summary>The schemas that editors use.</summary>
internal static class PublishedSchema
{
    public const string Speckit = "plugin.speckit.schema.json";
    public const string Ospec = "plugin.ospec.schema.json";

    private static readonly Dictionary<string, Validator> Compiled = new[] { Speckit, Ospec }.ToDictionary(
        file => file,
        Compile
    );

    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Schemas", file))
        );
        return document.RootElement.Clone();
    }

    /// <summary>What a schema says about a manifest in JSON.</summary>
    public static ValidationResult Validate(string file, string json)
    {
        using var document = JsonDocument.Parse(json);
        return Compiled[file].Validate(document.RootElement);
    }

    private static Validator Compile(string file)
    {
        var compilation = Validator.Compile(Read(file));
        compilation.Errors.ShouldBeEmpty();
        return compilation.Schema.ShouldNotBeNull();
    }
}
