using System.Text.Json;

namespace Speckit.JsonSchema.Tests.Suite;

internal sealed record SuiteCase(string Name, JsonElement Schema, JsonElement Data, bool IsValid)
{
    /// <summary>How this differs from what the suite says, or null.</summary>
    public string? Difference(SchemaOptions options)
    {
        var compilation = JsonSchema.Compile(Schema, options);
        if (compilation.Schema is null)
        {
            return $"{Name}: does not compile: {string.Join(", ", compilation.Errors)}";
        }

        var result = compilation.Schema.Validate(Data);
        return result.IsValid == IsValid
            ? null
            : $"{Name}: expected {(IsValid ? "valid" : "invalid")}, found {string.Join(", ", result.Errors)}";
    }
}
