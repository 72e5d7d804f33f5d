using Speckit.JsonSchema.Evaluation;

namespace Speckit.JsonSchema.Keywords;

internal sealed class PropertiesKeyword(IReadOnlyDictionary<string, SchemaNode> schemas) : Keyword("properties")
{
    public override bool Evaluate(Frame frame)
    {
        var path = frame.Path.Then(Name);
        var valid = true;
        foreach (var (name, member) in frame.Instance.Members)
        {
            if (schemas.TryGetValue(name, out var schema))
            {
                valid &= frame.ApplyBelow(schema, member, path.Then(name));
            }
        }

        return valid;
    }
}
