using Speckit.JsonSchema.Evaluation;

namespace Speckit.JsonSchema.Keywords;

/// <summary><c>dependentSchemas</c>, and the schemas in <c>dependencies</c>.</summary>
internal sealed class DependentSchemasKeyword(string name, IReadOnlyDictionary<string, SchemaNode> schemas)
    : Keyword(name)
{
    public override bool Evaluate(Frame frame)
    {
        var valid = true;
        foreach (var (present, schema) in schemas.Where(s => frame.Instance.Members.ContainsKey(s.Key)))
        {
            valid &= frame.ApplyHere(schema, frame.Path.Then(Name).Then(present), frame.Failures);
        }

        return valid;
    }
}
