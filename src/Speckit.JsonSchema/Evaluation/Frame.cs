using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Evaluation;

/// <summary>One schema meeting one value.</summary>
internal sealed class Frame(
    EvaluationRun run,
    JsonValue instance,
    SchemaPath path,
    DynamicScope? scope,
    Evaluated? evaluated,
    List<Failure>? failures
)
{
    public EvaluationRun Run { get; } = run;

    public JsonValue Instance { get; } = instance;

    /// <summary>The schema's place.</summary>
    public SchemaPath Path { get; } = path;

    public DynamicScope? Scope { get; } = scope;

    /// <summary>What has been looked at; null when nobody asks.</summary>
    public Evaluated? Evaluated { get; } = evaluated;

    /// <summary>What failed; null when only the verdict is wanted.</summary>
    public List<Failure>? Failures { get; } = failures;

    /// <summary>Tells a failure of this value, and returns false.</summary>
    public bool Fail(string keyword, string message, string? expected = null) =>
        Fail(Instance, keyword, message, expected);

    /// <summary>Tells a failure of a value below this one, and returns false.</summary>
    public bool Fail(JsonValue instance, string keyword, string message, string? expected = null)
    {
        Failures?.Add(Failure.Of(Path.Then(keyword), instance, keyword, message, expected));
        return false;
    }

    /// <summary>Ends the whole evaluation, and returns false.</summary>
    public bool Stop(string keyword, string message) =>
        Run.Stop(Failure.Of(Path.Then(keyword), Instance, keyword, message));

    /// <summary>Applies a schema to this same value.</summary>
    public bool ApplyHere(SchemaNode node, SchemaPath path, List<Failure>? failures) =>
        node.Evaluate(Run, Instance, path, Scope, Evaluated, failures);

    /// <summary>Applies a schema to this same value, without keeping what it looked at.</summary>
    public bool Test(SchemaNode node, SchemaPath path) => node.Evaluate(Run, Instance, path, Scope, null, null);

    /// <summary>Applies a schema to a property or an item, which then counts as looked at.</summary>
    public bool ApplyBelow(SchemaNode node, JsonValue child, SchemaPath path)
    {
        Evaluated?.Add(child);
        return node.Evaluate(Run, child, path, Scope, null, Failures);
    }

    /// <summary>Asks whether a property or an item is valid.</summary>
    public bool TestBelow(SchemaNode node, JsonValue child, SchemaPath path) =>
        node.Evaluate(Run, child, path, Scope, null, null);
}
