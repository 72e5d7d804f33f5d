using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Patterns;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>One keyword in its schema, for the builder that checks it. Wrong values are told as problems and read as null.</summary>
internal sealed class KeywordContext(
    SchemaCompiler compiler,
    JsonValue schema,
    string name,
    JsonValue value,
    Dialect dialect,
    List<Keyword> keywords
)
{
    public SchemaCompiler Compiler { get; } = compiler;

    public string Name { get; } = name;

    public JsonValue Value { get; } = value;

    public Dialect Dialect { get; } = dialect;

    public bool Is202012 => Dialect.Draft == SchemaDraft.Draft202012;

    public void Add(Keyword keyword) => keywords.Add(keyword);

    public void Problem(string message) => Problem(Value, message);

    public void Problem(JsonValue at, string message) => Compiler.Problems.Add(at, message);

    /// <summary>The keyword beside this one, unless the dialect does not know it.</summary>
    public JsonValue? Sibling(string keyword) =>
        KeywordTable.Find(keyword, Dialect) is null ? null : schema.Member(keyword);

    public SchemaNode Schema() => Compiler.Node(Value);

    public SchemaNode Schema(JsonValue at) => Compiler.Node(at);

    public IReadOnlyList<SchemaNode>? SchemaList()
    {
        if (!Value.IsArray || Value.Items.Count == 0)
        {
            Expected("a list of schemas that is not empty");
            return null;
        }

        return [.. Value.Items.Select(Schema)];
    }

    public IReadOnlyDictionary<string, SchemaNode>? SchemaMap() =>
        RequireObject() ? Value.Members.ToDictionary(m => m.Key, m => Schema(m.Value), StringComparer.Ordinal) : null;

    public IReadOnlyList<string>? Names(JsonValue list)
    {
        if (list.IsArray && list.Items.All(i => i.IsString))
        {
            return [.. list.Items.Select(i => i.Text).Distinct(StringComparer.Ordinal)];
        }

        Problem(list, $"expected a list of property names, found {Describe.Value(list)}");
        return null;
    }

    public EcmaPattern? Pattern(JsonValue at, string source)
    {
        var pattern = EcmaPattern.Create(source, out var problem);
        if (pattern is null)
        {
            Problem(at, $"{Describe.Quote(source)} is not a regular expression: {problem}");
        }

        return pattern;
    }

    public bool RequireString() => Require(Value.IsString, "a string");

    public bool RequireBoolean() => Require(Value.IsBoolean, "true or false");

    public bool RequireNumber() => Require(Value.IsNumber, "a number");

    public bool RequireObject() => Require(Value.IsObject, "an object");

    public bool RequireArray() => Require(Value.IsArray, "an array");

    public int? RequireCount()
    {
        var count = Value.IsNumber ? Value.Number.AsCount : null;
        Require(count is not null, "a whole number from 0");
        return count;
    }

    public void Expected(string expected) => Require(false, expected);

    private bool Require(bool condition, string expected)
    {
        if (!condition)
        {
            Problem($"\"{Name}\": expected {expected}, found {Describe.Value(Value)}");
        }

        return condition;
    }
}
