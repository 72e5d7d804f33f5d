using System.Text.Json;
using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Keywords;

internal sealed class TypeKeyword(IReadOnlyList<string> types) : Keyword("type")
{
    public static readonly IReadOnlyList<string> Names =
    [
        "array",
        "boolean",
        "integer",
        "null",
        "number",
        "object",
        "string",
    ];

    private readonly string _expected = Describe.Or([.. types.Select(InWords)]);

    public override bool Evaluate(Frame frame) =>
        types.Any(type => Is(frame.Instance, type))
        || frame.Fail(Name, $"expected {_expected}, found {Describe.Value(frame.Instance)}", _expected);

    private static bool Is(JsonValue value, string type) =>
        type switch
        {
            "array" => value.IsArray,
            "boolean" => value.IsBoolean,
            "integer" => value.IsNumber && value.Number.IsInteger,
            "null" => value.Kind == JsonValueKind.Null,
            "number" => value.IsNumber,
            "object" => value.IsObject,
            _ => value.IsString,
        };

    private static string InWords(string type) =>
        type switch
        {
            "null" => "null",
            "boolean" => "true or false",
            "array" or "integer" or "object" => "an " + type,
            _ => "a " + type,
        };
}
